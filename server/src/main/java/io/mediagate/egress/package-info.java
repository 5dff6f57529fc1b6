/// The only door out: deadlines, sizes, redirects, address checks. It knows addresses and bytes, and
/// nothing of who is behind them.
@NullMarked
package io.mediagate.egress;

import org.jspecify.annotations.NullMarked;
