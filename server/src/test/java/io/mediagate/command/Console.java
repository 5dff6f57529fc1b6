package io.mediagate.command;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a command prints, line by line.
final class Console {
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();

    PrintWriter writer() {
        return new PrintWriter(
                new Writer() {
                    @Override
                    public void write(char[] text, int from, int count) {
                        for (int i = from; i < from + count; i++) {
                            add(text[i]);
                        }
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                },
                true);
    }

    private void add(char c) {
        if (c == '\n') {
            lines.add(line.toString());
            line.setLength(0);
        } else if (c != '\r') {
            line.append(c);
        }
    }

    /// Waits for the next line.
    String next() throws InterruptedException {
        var next = lines.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing more was printed");
        }
        return next;
    }

    /// All that was printed and not taken yet.
    List<String> rest() {
        var rest = new ArrayList<String>();
        lines.drainTo(rest);
        return rest;
    }
}
