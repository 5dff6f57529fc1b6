/// Vidu: one task whatever is made, each kind of work under its own path. A task may still fail for our
/// credits after it was accepted.
@NullMarked
package io.mediagate.provider.vidu;

import org.jspecify.annotations.NullMarked;
