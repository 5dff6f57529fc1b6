package io.mediagate.provider.sandbox;

import io.mediagate.provider.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The vendor's own record of what it was asked: a line `generation-id attempt` for each submission. Each
/// line is one append, so that several processes may write the same file; it survives a killed process,
/// not a killed machine.
final class SubmissionLog implements AutoCloseable {

    private final FileChannel channel;

    SubmissionLog(Path path) {
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the submission log " + path, e);
        }
    }

    void add(Submission submission) {
        var line = submission.generationId() + ' ' + submission.attempt() + '\n';
        try {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
