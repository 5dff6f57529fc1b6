package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.endtoend.Client.Purse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a workspace has before, while and after it spends, as it reads it itself.
@ExtendWith(SharedGateway.class)
final class MoneyTest {

    private final RunningGateway gateway;

    MoneyTest(RunningGateway gateway) {
        this.gateway = gateway;
    }

    /// A picture for as many credits.
    private static String picture(int credits, String prompt) {
        return "{\"quality\":\"low\",\"n\":%d,\"prompt\":\"%s\"}".formatted(credits, prompt);
    }

    @Test
    void acceptsNoMoreThanThereIs() throws InterruptedException {
        var client = gateway.tenantWith(6, 4);

        var answers =
                Concurrently.run(
                        200, () -> client.post(Sample.PICTURE.path(), picture(1, "sandbox:stuck")));

        var accepted = answers.stream().filter(answer -> answer.status() == 202).toList();
        assertThat(accepted).hasSize(10);
        assertThat(answers).filteredOn(answer -> answer.status() == 402).hasSize(190);
        assertThat(client.credits()).isEqualTo(new Purse(0, 0, 0, 10));
        assertThat(client.get("/api/v1/generations").json().get("data")).hasSize(10);
        accepted.forEach(answer -> client.cancel(answer.id()));
        assertThat(client.credits()).isEqualTo(new Purse(10, 6, 4, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                     COMPLETED, 0, 4",
        "sandbox:flaky=1,        COMPLETED, 0, 4",
        "sandbox:failed,         FAILED,    2, 5",
        "sandbox:invalid-input,  FAILED,    2, 5",
        "sandbox:lost,           FAILED,    2, 5",
    })
    void holdsThenTakesOrGivesBack(String ending, String state, long subscription, long permanent) {
        var client = gateway.tenantWith(2, 5);
        var usage = "{\"total\":3,\"subscription\":2,\"permanent\":1}";
        var accepted = client.post(Sample.PICTURE.path(), picture(3, "a jug " + ending));
        assertThat(accepted.json().get("usage").toString()).isEqualTo(usage);

        var end = client.ended(accepted.id());

        boolean taken = state.equals("COMPLETED");
        var after = new Purse(subscription + permanent, subscription, permanent, 0);
        assertThat(end.state()).as(end.toString()).isEqualTo(state);
        assertThat(end.json().get("usage").toString())
                .isEqualTo(taken ? usage : usage.replaceAll("\\d", "0"));
        assertThat(client.credits()).isEqualTo(after);
    }

    @Test
    void showsWhatIsHeldUntilItIsCanceled() {
        var client = gateway.tenantWith(2, 5);
        assertThat(client.credits()).isEqualTo(new Purse(7, 2, 5, 0));

        var id = client.post(Sample.PICTURE.path(), picture(3, "sandbox:stuck")).id();
        assertThat(client.credits()).isEqualTo(new Purse(4, 0, 4, 3));

        assertThat(client.cancel(id).json().at("/usage/total").asLong()).isZero();
        assertThat(client.credits()).isEqualTo(new Purse(7, 2, 5, 0));
    }

    @Test
    void takesNothingForADryRun() {
        var client = gateway.tenantWith(2, 5);

        for (var path : new String[] {Sample.PICTURE.path(), Sample.PICTURE.streamPath()}) {
            var answer = client.post(path + "?dry_run=true", picture(4, "a jug"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get("usage").toString())
                    .isEqualTo("{\"total\":4,\"subscription\":2,\"permanent\":2}");
            assertThat(answer.text("/input/aspect_ratio")).isEqualTo("4:3");
            assertThat(answer.text("/model")).isEqualTo(Sample.PICTURE.model());
        }

        assertThat(client.credits()).isEqualTo(new Purse(7, 2, 5, 0));
        assertThat(client.get("/api/v1/generations").json().get("data")).isEmpty();
    }

    @Test
    void takesForSpeechInOneCall() {
        var client = gateway.tenantWith(0, 1);

        assertThat(client.post("/api/ai/tts/generate", Sample.spoken("Hello.")).status())
                .isEqualTo(200);
        assertThat(client.credits()).isEqualTo(new Purse(0, 0, 0, 0));

        var second = client.post("/api/ai/tts/generate", Sample.spoken("Hello."));
        assertThat(second.status()).isEqualTo(402);
        assertThat(second.text("/code")).isEqualTo("TTS_GENERATION_INSUFFICIENT_CREDITS");
    }
}
