package io.mediagate.command;

import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminJson;
import io.mediagate.error.Secret;
import io.mediagate.webhook.EventTail;
import io.mediagate.webhook.SigningSecret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Sends a workspace's events to a developer's machine, which no gateway in the world could reach, and
/// prints each. Nothing is registered and nothing is tried twice.
@Command(
        name = "listen",
        description = "Forwards events to an address of yours, such as one on this machine.")
final class ListenCommand extends Action {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MOST_REMEMBERED = 10_000;

    @Mixin private Which which = new Which();

    @Option(
            names = "--forward",
            paramLabel = "URL",
            required = true,
            description = "Where to send them, such as http://localhost:3000/hook.")
    private URI forward = URI.create("");

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description = "What to sign them with, whsec_…; otherwise a new one, which is shown.")
    private @Nullable String secret;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Ends after so many events; otherwise on Ctrl-C.")
    private int limit = Integer.MAX_VALUE;

    private final InstantSource clock = InstantSource.system();
    private final LinkedHashSet<String> seen = new LinkedHashSet<>();

    ListenCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(AdminActions actions) throws InterruptedException {
        var key = secret == null ? SigningSecret.fresh(new SecureRandom()) : new Secret(secret);
        requireUsable(key);
        var next = actions.events(which.workspace(), which.mode(), "").next();
        shell().remark(
                        "Forwarding events of workspace %s, %s mode, to %s, signed with %s"
                                .formatted(
                                        which.workspace(),
                                        AdminJson.spelling(which.mode()),
                                        forward,
                                        key.value()));
        try (var http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            int forwarded = 0;
            while (forwarded < limit) {
                var batch = actions.events(which.workspace(), which.mode(), next);
                var fresh = batch.events().stream().filter(event -> seen.add(event.id())).toList();
                for (var event : fresh) {
                    forward(http, key, event);
                    forwarded++;
                }
                next = batch.next();
                forgetOldOnes();
                if (fresh.isEmpty()) {
                    Thread.sleep(PAUSE);
                }
            }
        }
        return DONE;
    }

    private void requireUsable(Secret key) {
        var scheme = String.valueOf(forward.getScheme());
        if (!List.of("http", "https").contains(scheme) || forward.getHost() == null) {
            throw new CommandFailure(
                    "--forward must be an address such as http://localhost:3000/hook");
        }
        try {
            SigningSecret.header(List.of(key), "evt_1", 1, "");
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new CommandFailure("--secret must be whsec_ and base64", e);
        }
    }

    private void forgetOldOnes() {
        while (seen.size() > MOST_REMEMBERED) {
            seen.removeFirst();
        }
    }

    private void forward(HttpClient http, Secret key, EventTail.Told event)
            throws InterruptedException {
        long now = clock.instant().getEpochSecond();
        var signature = SigningSecret.header(List.of(key), event.id(), now, event.body());
        var request =
                HttpRequest.newBuilder(forward)
                        .timeout(LIMIT)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Mediagate")
                        .header("webhook-id", event.id())
                        .header("webhook-timestamp", Long.toString(now))
                        .header("webhook-signature", signature)
                        .POST(BodyPublishers.ofString(event.body()))
                        .build();
        long began = System.nanoTime();
        String answer;
        try {
            answer = Integer.toString(http.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            answer = noAnswer(e);
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        var line =
                "%s  %-14s  %s  %s in %d ms"
                        .formatted(
                                clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                                event.type(),
                                event.generationId(),
                                answer,
                                took.toMillis());
        show(event, () -> shell().print(line));
    }

    private static String noAnswer(IOException why) {
        return switch (why) {
            case HttpTimeoutException _ -> "no answer in time";
            case ConnectException _ -> "nobody listens there";
            default -> "no whole answer";
        };
    }
}
