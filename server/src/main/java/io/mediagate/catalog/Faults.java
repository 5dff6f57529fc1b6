package io.mediagate.catalog;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import io.mediagate.error.Problem.Detail;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// What is wrong with one input: one fault a place, the first that was found unless a later one says
/// more. Bounded, because ten thousand unknown fields are one mistake.
final class Faults {
    private static final int LISTED = 20;
    private static final int LONGEST_MESSAGE = 2_000;

    private final Map<String, String> byPointer = new LinkedHashMap<>();
    private final Set<String> settled = new HashSet<>();
    private int unlisted;

    /// Notes a fault unless the place has one already.
    void add(String pointer, Supplier<String> sentence) {
        if (byPointer.containsKey(pointer)) {
            return;
        }
        if (byPointer.size() >= LISTED) {
            unlisted++;
            return;
        }
        byPointer.put(pointer, sentence.get());
    }

    /// Notes a fault that says more than what may already be known of the place.
    void addRather(String pointer, Supplier<String> sentence) {
        if (byPointer.containsKey(pointer) && !settled.contains(pointer)) {
            byPointer.put(pointer, sentence.get());
        } else {
            add(pointer, sentence);
        }
    }

    /// What is known so far stands, whatever else is found at the same places.
    void settle() {
        settled.addAll(byPointer.keySet());
    }

    boolean isEmpty() {
        return byPointer.isEmpty();
    }

    Problem toProblem(Family family) {
        List<Detail> details = new ArrayList<>();
        byPointer.forEach((pointer, sentence) -> details.add(new Detail(pointer, sentence)));
        return Problem.of(family, ErrorCode.INVALID_INPUT, message()).withDetails(details);
    }

    private String message() {
        var text = new StringBuilder();
        int left = byPointer.size() + unlisted;
        for (var fault : byPointer.entrySet()) {
            if (text.length() + fault.getValue().length() > LONGEST_MESSAGE) {
                break;
            }
            text.append(text.isEmpty() ? "" : " ")
                    .append(fault.getKey().isEmpty() ? "The input" : fault.getKey())
                    .append(' ')
                    .append(fault.getValue())
                    .append(fault.getValue().endsWith("?") ? "" : ".");
            left--;
        }
        return left == 0 ? text.toString() : text + " And " + left + " more.";
    }
}
