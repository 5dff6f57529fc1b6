/// Result files: checked, measured, stored, and served by signed links that expire.
@NullMarked
package io.mediagate.artifact;

import org.jspecify.annotations.NullMarked;
