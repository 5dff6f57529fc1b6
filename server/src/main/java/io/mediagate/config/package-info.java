/// What the operator decides: one record a section, checked at start.
@NullMarked
package io.mediagate.config;

import org.jspecify.annotations.NullMarked;
