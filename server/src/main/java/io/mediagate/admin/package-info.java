/// Operators' actions, each of which leaves an audit row; on loopback, by a token from the data folder.
@NullMarked
package io.mediagate.admin;

import org.jspecify.annotations.NullMarked;
