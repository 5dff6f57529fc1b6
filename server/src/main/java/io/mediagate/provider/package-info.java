/// The contract between a generation and whoever makes it. A vendor's folder implements `Provider`;
/// nothing outside that folder knows the vendor.
@NullMarked
package io.mediagate.provider;

import org.jspecify.annotations.NullMarked;
