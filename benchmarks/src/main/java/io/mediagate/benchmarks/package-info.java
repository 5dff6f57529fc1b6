/// Measures a gateway from outside, as its callers see it: a process of its own, on loopback, bounded in
/// time. Knows the public contract and the command line, and none of the gateway's classes.
@NullMarked
package io.mediagate.benchmarks;

import org.jspecify.annotations.NullMarked;
