/// What an operator watches a node by, beyond what each feature counts for itself: what waits in the
/// database, whether the books were proved, and that its memory stays bounded. Knows the tables, and no
/// feature's code.
@NullMarked
package io.mediagate.monitor;

import org.jspecify.annotations.NullMarked;
