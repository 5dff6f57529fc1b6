/// MiniMax: speech, pictures and video by one key. Two generations of its API stand side by side: the first
/// says no inside a yes, in a `base_resp`; the second, for the newest video model, uses HTTP's statuses.
@NullMarked
package io.mediagate.provider.minimax;

import org.jspecify.annotations.NullMarked;
