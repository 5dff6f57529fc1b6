/// Replicate: hosts other vendors' models and its own behind one kind of object, the prediction. The
/// model's name is `owner/name`, or `owner/name:version` for what it does not keep running itself.
@NullMarked
package io.mediagate.provider.replicate;

import org.jspecify.annotations.NullMarked;
