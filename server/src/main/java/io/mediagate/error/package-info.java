/// What can go wrong, said once: the table of error codes, the exception that carries one to the HTTP
/// edge, and the types that keep outside text and keys from leaking. Knows nothing of the rest.
@NullMarked
package io.mediagate.error;

import org.jspecify.annotations.NullMarked;
