package io.mediagate.api;

import io.mediagate.idempotency.Fingerprint;
import io.mediagate.idempotency.KeptAnswer;
import io.mediagate.idempotency.Outcome;
import io.mediagate.idempotency.Repeatable;
import io.mediagate.idempotency.Repetitions;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Repetitions in memory.
final class FakeRepetitions implements Repetitions {

    private record Row(Fingerprint fingerprint, Outcome outcome) {}

    private final Map<String, Row> rows = new HashMap<>();

    @Override
    public synchronized Outcome begin(Repeatable request) {
        var row = rows.get(request.id());
        if (row == null) {
            rows.put(request.id(), new Row(request.fingerprint(), new Outcome.UnderWay()));
            return new Outcome.Fresh();
        }
        return row.fingerprint().equals(request.fingerprint())
                ? row.outcome()
                : new Outcome.Reused();
    }

    @Override
    public synchronized void keep(Repeatable request, KeptAnswer answer) {
        rows.put(request.id(), new Row(request.fingerprint(), new Outcome.Answered(answer)));
    }

    @Override
    public void keep(Handle tx, Repeatable request, KeptAnswer answer) {
        throw new IllegalStateException("there is no database here");
    }

    @Override
    public synchronized void forget(Repeatable request) {
        rows.remove(request.id());
    }
}
