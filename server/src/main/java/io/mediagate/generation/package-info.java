/// The life of a generation: accept, start, follow, finish, cancel, rescue. Sole owner of its state;
/// opens the transactions in which state, money and journal move together. Knows the provider contract,
/// never a vendor.
@NullMarked
package io.mediagate.generation;

import org.jspecify.annotations.NullMarked;
