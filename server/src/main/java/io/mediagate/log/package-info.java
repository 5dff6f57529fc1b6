/// How the lines of the log look, and what every line knows of where it comes from. Knows nothing of what
/// is logged; that no secret and no caller's text gets here is the types' doing (`Secret`, `Untrusted`).
@NullMarked
package io.mediagate.log;

import org.jspecify.annotations.NullMarked;
