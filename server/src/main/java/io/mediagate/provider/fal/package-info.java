/// fal.ai: a queue in front of other vendors' models and its own. One adapter reaches most of the
/// catalogue; the model's name is a path, its input is the model's own.
@NullMarked
package io.mediagate.provider.fal;

import org.jspecify.annotations.NullMarked;
