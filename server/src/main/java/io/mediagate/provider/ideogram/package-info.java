/// Ideogram: pictures with lettering. It answers at once, with links that do not live long.
@NullMarked
package io.mediagate.provider.ideogram;

import org.jspecify.annotations.NullMarked;
