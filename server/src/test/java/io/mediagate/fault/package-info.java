/// Kills gateways, cuts their databases and loses their answers, and then asks the invariants: one
/// ending, no double submission, books that add up.
@NullMarked
package io.mediagate.fault;

import org.jspecify.annotations.NullMarked;
