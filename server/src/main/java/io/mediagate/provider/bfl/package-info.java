/// Black Forest Labs: FLUX's pictures, each asked after by the link that its acceptance gave, since the
/// region that took it is the only one that knows it.
@NullMarked
package io.mediagate.provider.bfl;

import org.jspecify.annotations.NullMarked;
