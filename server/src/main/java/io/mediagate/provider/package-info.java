/// The contract between a generation and whoever makes it. A vendor's folder implements `Provider`;
/// beside that folder only `Vendors` knows the vendor.
@NullMarked
package io.mediagate.provider;

import org.jspecify.annotations.NullMarked;
