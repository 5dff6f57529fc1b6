/// The command line: one class a command of `./mediagate`.
@NullMarked
package io.mediagate.command;

import org.jspecify.annotations.NullMarked;
