package io.mediagate.api;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import io.mediagate.error.Problem.Detail;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What is wrong with the files of one request, each with its place.
final class FileFaults {
    private final List<Detail> faults = new ArrayList<>();

    /// Notes one.
    ///
    /// @param why the end of a sentence that begins with the place
    void add(String pointer, String why) {
        faults.add(new Detail(pointer, why));
    }

    /// Together with what else is wrong with the input.
    Problem and(Problem other) {
        if (faults.isEmpty() || other.details().equals(faults)) {
            return other;
        }
        var all = new ArrayList<>(faults);
        all.addAll(other.details());
        return Problem.of(family(other), other.code(), message(faults) + " " + other.message())
                .withDetails(all);
    }

    private static Family family(Problem problem) {
        for (var family : Family.values()) {
            if (problem.publicCode().startsWith(family.name() + "_")) {
                return family;
            }
        }
        throw new IllegalStateException("a model's problem names its family");
    }

    /// Throws what there is.
    void settle(Family family) {
        if (!faults.isEmpty()) {
            throw Problem.of(family, ErrorCode.INVALID_INPUT, message(faults)).withDetails(faults);
        }
    }

    static String message(List<Detail> faults) {
        return faults.stream()
                .map(fault -> fault.pointer() + " " + fault.message() + ".")
                .collect(Collectors.joining(" "));
    }
}
