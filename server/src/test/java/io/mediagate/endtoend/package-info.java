/// A whole gateway with the sandbox, seen only through real sockets: what callers are promised, as they
/// meet it.
@NullMarked
package io.mediagate.endtoend;

import org.jspecify.annotations.NullMarked;
