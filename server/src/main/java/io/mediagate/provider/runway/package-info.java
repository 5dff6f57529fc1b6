/// Runway's API: one task whatever is made, each kind of work under its own path. Out of credits reads as
/// a bad request there, and what failed is told by codes of several parts.
@NullMarked
package io.mediagate.provider.runway;

import org.jspecify.annotations.NullMarked;
