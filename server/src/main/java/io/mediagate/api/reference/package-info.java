/// The API described for those who call it: as OpenAPI, as pages for people and as text for language
/// models. All of it is made from the tables that the program runs on, when somebody first asks.
@NullMarked
package io.mediagate.api.reference;

import org.jspecify.annotations.NullMarked;
