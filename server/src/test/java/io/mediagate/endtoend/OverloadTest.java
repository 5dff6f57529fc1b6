package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/// Many more callers than a small gateway has room for.
final class OverloadTest {

    private static final int CALLERS = 300;
    private static final int TRIES = 5;

    @Test
    void refusesClearlyAndLosesNothingThatItAccepted() throws InterruptedException {
        var settings =
                Map.of(
                        "sandbox.pace",
                        "instant",
                        "database.connections",
                        "4",
                        "limits.requests",
                        "40",
                        "limits.waiting_creates",
                        "4");
        try (var gateway = RunningGateway.with(settings)) {
            var client = gateway.tenant();
            var body = Sample.PICTURE.input("a jug");
            var answers = new ConcurrentLinkedQueue<Answer>();

            Concurrently.run(
                    CALLERS,
                    () -> {
                        for (int i = 0; i < TRIES; i++) {
                            answers.add(client.post(Sample.PICTURE.path(), body));
                        }
                        return true;
                    });

            var accepted = new HashSet<String>();
            int refused = 0;
            for (var answer : answers) {
                if (answer.status() == 202) {
                    accepted.add(answer.id());
                } else {
                    refused++;
                    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
                    assertThat(answer.text("/code")).isEqualTo("SERVICE_UNAVAILABLE");
                    assertThat(answer.header("retry-after").orElse("")).matches("[1-9]\\d*");
                }
            }
            System.out.printf("OverloadTest: %d accepted, %d refused%n", accepted.size(), refused);
            assertThat(accepted).isNotEmpty();
            assertThat(refused).isPositive();
            assertThat(history(client)).isEqualTo(accepted);
            accepted.forEach(client::ended);
            assertThat(client.post(Sample.PICTURE.path(), body).status()).isEqualTo(202);
            assertThat(gateway.faultsOfTheBooks()).isEmpty();
        }
    }

    private static Set<String> history(Client client) {
        var all = new HashSet<String>();
        var cursor = Optional.of("");
        while (cursor.isPresent()) {
            var from = cursor.get().isEmpty() ? "" : "&cursor=" + cursor.get();
            var page = client.get("/api/v1/generations?limit=100" + from).json();
            page.get("data").forEach(one -> all.add(one.get("id").stringValue()));
            cursor = Optional.ofNullable(page.get("next_cursor").stringValue(null));
        }
        return all;
    }
}
