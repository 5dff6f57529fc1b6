package io.mediagate.command;

import io.mediagate.error.Redaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What would my caller have seen?
@Command(
        name = "classify",
        description = {
            "Reads failures of vendors from standard input, one JSON object a line, and prints what a"
                    + " caller would have read of each.",
            "Members read: id, vendor, family (IMAGE, VIDEO, TTS), phase (submit, poll, result, stream,"
                    + " transport), http_status, headers, body, transport (how the line failed).",
            "Needs no gateway and no database. A line that is no sample becomes a line with its id and"
                    + " an error, and the exit code is 1 in the end."
        })
final class ClassifyCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int SOME_NOT_UNDERSTOOD = 1;

    private final Shell shell;
    private final InputStream in;

    ClassifyCommand(Shell shell, InputStream in) {
        this.shell = shell;
        this.in = in;
    }

    @Override
    public Integer call() {
        var classifier = new Classifier(shell.program().failures(), Redaction.bundled());
        boolean understood = true;
        try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (var text = lines.readLine(); text != null; text = lines.readLine()) {
                if (!text.isBlank()) {
                    var line = classifier.line(text);
                    understood &= line.understood();
                    shell.out().write(line.json() + '\n');
                }
                if (!lines.ready()) {
                    shell.out().flush();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        shell.out().flush();
        return understood ? DONE : SOME_NOT_UNDERSTOOD;
    }
}
