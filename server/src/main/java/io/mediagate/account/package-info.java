/// Workspaces and their keys: who is asking, in which mode, and how much a key may do.
@NullMarked
package io.mediagate.account;

import org.jspecify.annotations.NullMarked;
