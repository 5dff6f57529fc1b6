/// Stability AI: pictures and sound, asked for by forms. Most come in the answer, a few are followed by an id.
@NullMarked
package io.mediagate.provider.stability;

import org.jspecify.annotations.NullMarked;
