/// Tells callers' endpoints of events: who wants to know what, the queue of each endpoint, the attempts and
/// their log. The deliveries themselves are written by the statement that writes the event, in `event`; what
/// a generation looks like to callers is handed in.
@NullMarked
package io.mediagate.webhook;

import org.jspecify.annotations.NullMarked;
