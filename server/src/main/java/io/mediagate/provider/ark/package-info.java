/// BytePlus and Volcengine Ark: Seedream's pictures in one call, Seedance's videos as tasks. Two regions
/// with accounts of their own speak the same API; the base URL chooses.
@NullMarked
package io.mediagate.provider.ark;

import org.jspecify.annotations.NullMarked;
