package io.mediagate.artifact;

/// A file in our own store.
///
/// @param id `file_…`
/// @param name the file name that callers see
/// @param sizeBytes of the content
public record StoredFile(String id, String name, long sizeBytes, Media media) {}
