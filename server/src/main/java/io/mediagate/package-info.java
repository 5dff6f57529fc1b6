/// The program: `Main` reads the configuration and starts, `Gateway` wires everything by hand on its `Ground`,
/// and `Vendors` lists whom it can reach.
@NullMarked
package io.mediagate;

import org.jspecify.annotations.NullMarked;
