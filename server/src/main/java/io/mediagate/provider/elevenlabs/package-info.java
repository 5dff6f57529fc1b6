/// ElevenLabs: speech in one call, whose answer is the sound itself. The voice stands in the path, the
/// format in the query.
@NullMarked
package io.mediagate.provider.elevenlabs;

import org.jspecify.annotations.NullMarked;
