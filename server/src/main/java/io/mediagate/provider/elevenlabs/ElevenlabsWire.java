package io.mediagate.provider.elevenlabs;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.http.Unreadable;

/// What is answered: the sound, and nothing else.
final class ElevenlabsWire {
    private ElevenlabsWire() {}

    static ResultFile sound(HttpAnswer answer) {
        var type = answer.header("content-type").orElse("");
        boolean sound = type.startsWith("audio/") || type.startsWith("application/octet-stream");
        if (!sound || answer.body().length == 0) {
            throw new Unreadable("a yes without sound");
        }
        return new ResultFile.Bytes(answer.body());
    }
}
