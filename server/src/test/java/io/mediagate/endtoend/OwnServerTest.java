package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.Reply;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An operator without an account anywhere serves real models from a server of his own.
final class OwnServerTest {
    private static final int RATE = 8_000;

    private final LoopbackVendor own = new LoopbackVendor();
    private final RunningGateway gateway =
            RunningGateway.with(
                    Map.of(
                            "openai_compatible.base_url",
                            own.base() + "/v1",
                            "openai_compatible.models",
                            "openai/gpt-image-2=sdxl,openai/gpt-4o-mini-tts=kokoro"));
    private Client caller = gateway.stranger();

    @BeforeEach
    void openAnAccount() {
        caller = gateway.liveTenantWith(100);
    }

    @AfterEach
    void stop() {
        gateway.close();
        own.close();
    }

    @Test
    void getsItsPicturesAndSpeechFromThere() throws IOException {
        var picture = Base64.getEncoder().encodeToString(picture());
        own.on(
                "POST /v1/images/generations",
                Reply.json(200, "{\"data\":[{\"b64_json\":\"%s\"}]}".formatted(picture)));
        own.on(
                "POST /v1/audio/speech",
                new Reply.Whole(200, Map.of("content-type", "audio/wav"), sound()));

        var image = made("openai/gpt-image-2", "{\"prompt\":\"a quay\"}");
        var speech =
                made("openai/gpt-4o-mini-tts", "{\"text\":\"Hello\",\"output_format\":\"wav\"}");

        assertThat(image.text("/status")).as(image.body()).isEqualTo("COMPLETED");
        assertThat(speech.text("/status")).as(speech.body()).isEqualTo("COMPLETED");
        assertThat(own.seen().getFirst().text()).contains("\"model\":\"sdxl\"");
        assertThat(own.seen().getLast().text()).contains("\"model\":\"kokoro\"");
        assertThat(gateway.faultsOfTheBooks()).isEmpty();
    }

    @Test
    void hidesWhatItsServerSays() {
        own.on(
                "POST /v1/images/generations",
                Reply.json(
                        400,
                        "{\"error\":{\"message\":\"sdxl at 10.1.2.3: flagged by the safety checker\"}}"));

        var image = made("openai/gpt-image-2", "{\"prompt\":\"a quay\"}");

        assertThat(image.status()).as(image.body()).isEqualTo(422);
        assertThat(image.body())
                .contains("IMAGE_GENERATION_CONTENT_REJECTED")
                .doesNotContain("10.1.2.3");
        assertThat(gateway.faultsOfTheBooks()).isEmpty();
    }

    private Answer made(String model, String input) {
        return caller.post("/api/v1/generation/" + model, input, "Prefer", "wait=60");
    }

    private static byte[] picture() throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private static byte[] sound() throws IOException {
        var format = new AudioFormat(RATE, 16, 1, true, false);
        var silence = new ByteArrayInputStream(new byte[RATE]);
        var bytes = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(silence, format, RATE / 2), AudioFileFormat.Type.WAVE, bytes);
        return bytes.toByteArray();
    }
}
