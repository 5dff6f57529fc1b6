/// A server of the operator's own that has the image and speech routes that many have copied. It belongs to no
/// vendor, so it is asked for no more than all of them understand.
@NullMarked
package io.mediagate.provider.compatible;

import org.jspecify.annotations.NullMarked;
