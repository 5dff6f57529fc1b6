/// Money: grants, holds, captures, releases, expiry. Append-only double entry; every balance is a sum
/// that is checked. Knows accounts and generations only by their ids.
@NullMarked
package io.mediagate.credits;

import org.jspecify.annotations.NullMarked;
