/// What a node does in the background, again and again. Knows nothing of what the duties are.
@NullMarked
package io.mediagate.duty;

import org.jspecify.annotations.NullMarked;
