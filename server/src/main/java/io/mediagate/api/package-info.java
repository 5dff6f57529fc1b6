/// The HTTP edge: routes, JSON, forms with files, who is asking, limits, SSE. Decides nothing. Nobody
/// uses it.
@NullMarked
package io.mediagate.api;

import org.jspecify.annotations.NullMarked;
