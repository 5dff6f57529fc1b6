package io.mediagate.generation;

import io.mediagate.artifact.StoredFile;
import java.util.List;

/// What a generation made.
///
/// @param actualPrompt the prompt as it was really used; empty where nobody rewrote it
/// @param files in order, at least one
public record Result(String actualPrompt, List<StoredFile> files) {}
