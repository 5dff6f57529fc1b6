package io.mediagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.provider.Progress;
import io.mediagate.provider.fal.FalProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalContractTest extends VendorContract {
    FalContractTest() {
        super(FalProvider.VENDOR);
    }

    /// It was made and is billed: another route would be paid besides.
    @ParameterizedTest
    @CsvSource({
        "401,Authentication is required to access this application.",
        "403,User is locked. Reason: Exhausted balance."
    })
    void waitsForTheAccountToBeMendedWhileAResultLiesThere(int status, String says)
            throws Exception {
        var recording = recordings().findFirst().orElseThrow();
        var provider = provider(recording);
        var handle = accepted(recording, provider);
        install(recording.done("done"));
        server.on(
                "GET /fal-ai/flux/requests/764cabcf",
                Reply.json(status, "{\"detail\":\"%s\"}".formatted(says)));

        assertThat(provider.poll(handle)).isInstanceOf(Progress.Running.class);

        install(recording.done("done"));
        assertThat(provider.poll(handle)).isInstanceOf(Progress.Succeeded.class);
    }
}
