/// The vendor that needs no account: makes real media, and ends as its prompt says.
@NullMarked
package io.mediagate.provider.sandbox;

import org.jspecify.annotations.NullMarked;
