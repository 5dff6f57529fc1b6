/// Requests that can be repeated: what came of a request that named an `Idempotency-Key`, kept for a day.
/// Knows nothing of HTTP but the shape of an answer, and nothing of what requests do.
@NullMarked
package io.mediagate.idempotency;

import org.jspecify.annotations.NullMarked;
