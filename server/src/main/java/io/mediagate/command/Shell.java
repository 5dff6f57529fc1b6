package io.mediagate.command;

import java.io.PrintWriter;
import java.util.Map;

/// What surrounds a command: the program it may start, the environment, and where it prints.
record Shell(Program program, Map<String, String> environment, PrintWriter out, PrintWriter err) {

    /// A line of the answer.
    void print(String line) {
        out.println(line);
        out.flush();
    }

    /// A line beside the answer, which a script does not want.
    void remark(String line) {
        err.println(line);
        err.flush();
    }
}
