/// Draws, films and speaks for the sandbox: turns an `Order` into media files, the same order always
/// into the same bytes. Knows nothing of submissions, handles or scripted endings.
@NullMarked
package io.mediagate.provider.sandbox.render;

import org.jspecify.annotations.NullMarked;
