/// The append-only journal of each generation, and who listens to it.
@NullMarked
package io.mediagate.event;

import org.jspecify.annotations.NullMarked;
