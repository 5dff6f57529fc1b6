/// PixVerse: files go to the account before they are used, errors come in answers that say yes, and the
/// same trace id never makes a second video: what was lost is found by sending it again.
@NullMarked
package io.mediagate.provider.pixverse;

import org.jspecify.annotations.NullMarked;
