package io.mediagate.provider.minimax;

import io.mediagate.provider.Submission;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What the route mapped, as the API takes it.
final class MinimaxRequests {
    private static final String LANGUAGE = "language_boost";

    /// The names of `language_boost` that are a language's own in English.
    private static final Set<String> LANGUAGES =
            Set.of(
                    "Chinese",
                    "English",
                    "Arabic",
                    "Russian",
                    "Spanish",
                    "French",
                    "Portuguese",
                    "German",
                    "Turkish",
                    "Dutch",
                    "Ukrainian",
                    "Vietnamese",
                    "Indonesian",
                    "Japanese",
                    "Italian",
                    "Korean",
                    "Thai",
                    "Polish",
                    "Romanian",
                    "Greek",
                    "Czech",
                    "Finnish",
                    "Hindi",
                    "Bulgarian",
                    "Danish",
                    "Hebrew",
                    "Malay",
                    "Persian",
                    "Slovak",
                    "Swedish",
                    "Croatian",
                    "Filipino",
                    "Hungarian",
                    "Norwegian",
                    "Slovenian",
                    "Catalan",
                    "Tamil",
                    "Afrikaans");

    /// Those that it calls otherwise than Java does.
    private static final Map<String, String> NAMES_OF_THEIR_OWN =
            Map.of("yue", "Chinese,Yue", "nn", "Nynorsk", "nb", "Norwegian");

    private MinimaxRequests() {}

    static ObjectNode body(Submission submission) {
        var body = submission.input().deepCopy();
        body.put("model", submission.model());
        if (body.path(LANGUAGE).isString()) {
            body.put(LANGUAGE, language(body.path(LANGUAGE).stringValue()));
        }
        return body;
    }

    /// From a language code such as `pt-BR` to the name that the API wants.
    private static String language(String code) {
        var locale = Locale.forLanguageTag(code);
        var name = locale.getDisplayLanguage(Locale.ENGLISH);
        return NAMES_OF_THEIR_OWN.getOrDefault(
                locale.getLanguage(), LANGUAGES.contains(name) ? name : "auto");
    }
}
