/// Luma's Agents API, which makes what its older API does not, and the other way round: they share neither
/// models nor keys, and only this one is served.
@NullMarked
package io.mediagate.provider.luma;

import org.jspecify.annotations.NullMarked;
