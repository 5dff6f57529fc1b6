/// What every vendor's adapter must keep, against recorded answers on loopback.
@NullMarked
package io.mediagate.contract;

import org.jspecify.annotations.NullMarked;
