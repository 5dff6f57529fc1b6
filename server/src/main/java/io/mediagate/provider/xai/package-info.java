/// xAI: pictures and speech in the answer itself, videos that are followed by an id.
@NullMarked
package io.mediagate.provider.xai;

import org.jspecify.annotations.NullMarked;
