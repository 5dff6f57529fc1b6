package io.mediagate.fault;

import java.util.Random;

/// What callers ask for under load.
///
/// @param json the input
record Order(String model, String json) {
    private static final int ORDERS_A_PICTURE = 4;

    /// Cheap to make.
    ///
    /// @param words may hold a script for the sandbox
    static Order speech(String words) {
        return new Order("minimax-tts/speech-02-hd", "{\"text\":\"%s\"}".formatted(words));
    }

    /// Takes the machine many times as long as speech.
    ///
    /// @param words may hold a script for the sandbox
    static Order picture(String words) {
        return new Order(
                "black-forest-labs/kontext",
                "{\"prompt\":\"%s\",\"resolution\":\"1K\"}".formatted(words));
    }

    /// Now and then a picture, else speech: a machine that makes pictures does little else.
    static Order any(String words, Random random) {
        return random.nextInt(ORDERS_A_PICTURE) == 0 ? picture(words) : speech(words);
    }
}
