/// Workspaces and their keys: who is asking, in which mode.
@NullMarked
package io.mediagate.account;

import org.jspecify.annotations.NullMarked;
