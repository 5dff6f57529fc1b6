/// Traces: what took how long on the way from a request to a vendor, over nodes. Off unless the operator
/// names a collector; then only `OtlpTraces` knows OpenTelemetry, and its classes are loaded only then. No
/// prompt, key or vendor's answer becomes an attribute.
@NullMarked
package io.mediagate.trace;

import org.jspecify.annotations.NullMarked;
