/// The models on offer: input schema, price, deadline, routes. Read from YAML once, at start; a wrong
/// entry stops the start. Knows no vendor's code.
@NullMarked
package io.mediagate.catalog;

import org.jspecify.annotations.NullMarked;
