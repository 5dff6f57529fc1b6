/// What ships inside of the program beside its classes. Knows nothing of what the files say.
@NullMarked
package io.mediagate.resource;

import org.jspecify.annotations.NullMarked;
