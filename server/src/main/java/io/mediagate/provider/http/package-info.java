/// What all vendors that are reached by HTTP share: sending and polling, keys and their rest, pace,
/// files on their way in and out, and the reading of failures. It knows HTTP and its habits, and no vendor by name.
@NullMarked
package io.mediagate.provider.http;

import org.jspecify.annotations.NullMarked;
