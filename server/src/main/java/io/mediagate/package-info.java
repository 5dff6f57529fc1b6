/// The program: `Main` reads the configuration and starts, `Gateway` wires everything by hand.
@NullMarked
package io.mediagate;

import org.jspecify.annotations.NullMarked;
