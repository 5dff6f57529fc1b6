/// Google's Gemini API: videos by Veo, which are long-running operations, and pictures by the Gemini
/// image models, which come in the answer itself. Both take the files of a caller as bytes only.
@NullMarked
package io.mediagate.provider.google;

import org.jspecify.annotations.NullMarked;
