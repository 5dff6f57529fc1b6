package io.mediagate.idempotency;

import java.util.Map;

/// An answer that is given again to whoever repeats the request.
///
/// @param status a success; a refusal is not kept
/// @param headers those that belong to the content
// The bytes are compared nowhere.
@SuppressWarnings("ArrayRecordComponent")
public record KeptAnswer(int status, Map<String, String> headers, byte[] body) {}
