/// OpenAI: pictures, edited pictures and speech, each in the answer itself. Its videos are gone since
/// 2026-09-24.
@NullMarked
package io.mediagate.provider.openai;

import org.jspecify.annotations.NullMarked;
