/// The rules of the house as tests that read the sources. A message says what to do.
@NullMarked
package io.mediagate.house;

import org.jspecify.annotations.NullMarked;
