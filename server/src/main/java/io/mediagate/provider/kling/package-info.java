/// Kling's own API: tasks under one path for each kind of work, found again by an id of ours. Errors may
/// come in answers that say yes, so the code counts first and the status second.
@NullMarked
package io.mediagate.provider.kling;

import org.jspecify.annotations.NullMarked;
