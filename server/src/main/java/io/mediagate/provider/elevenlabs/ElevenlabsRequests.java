package io.mediagate.provider.elevenlabs;

import io.mediagate.provider.Submission;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.VendorHttp;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What the route mapped, as the API takes it: two members of it do not stand in the body.
final class ElevenlabsRequests {
    private static final String VOICE = "voice";
    private static final String FORMAT = "output_format";

    /// The voice that the vendor's own examples use.
    private static final String STANDARD = "george";

    /// The voices that every account has, by their names (elevenlabs.io/docs, "Default voices").
    private static final Map<String, String> IDS =
            Map.ofEntries(
                    Map.entry("alice", "Xb7hH8MSUJpSbSDYk0k2"),
                    Map.entry("aria", "9BWtsMINqrJLrRacOk9x"),
                    Map.entry("bill", "pqHfZKP75CvOlQylNhV4"),
                    Map.entry("brian", "nPczCjzI2devNBz1zQrb"),
                    Map.entry("callum", "N2lVS1w4EtoT3dr4eOWO"),
                    Map.entry("charlie", "IKne3meq5aSn9XLyUdCD"),
                    Map.entry("charlotte", "XB0fDUnXU5powFXDhCwa"),
                    Map.entry("chris", "iP95p4xoKVk53GoZ742B"),
                    Map.entry("daniel", "onwK4e9ZLuTAKqWW03F9"),
                    Map.entry("eric", "cjVigY5qzO86Huf0OWal"),
                    Map.entry("george", "JBFqnCBsd6RMkjVDRZzb"),
                    Map.entry("jessica", "cgSgspJ2msm6clMCkdW9"),
                    Map.entry("laura", "FGY2WhTYpPnrIDTdsKH5"),
                    Map.entry("liam", "TX3LPaxmHKxFdv7VOQHJ"),
                    Map.entry("lily", "pFZP5JQG7iQjIQuC4Bku"),
                    Map.entry("matilda", "XrExE9yKIg1WjnnlVkGX"),
                    Map.entry("rachel", "21m00Tcm4TlvDq8ikWAM"),
                    Map.entry("river", "SAz9YHcvj6GT2YYXdXww"),
                    Map.entry("roger", "CwhRBWXzGAHq8TQ4Fs17"),
                    Map.entry("sarah", "EXAVITQu4vr4xnSDxMaL"),
                    Map.entry("will", "bIHbv24MWmeRgasZH58o"));

    /// An id becomes a part of a path that our key opens, so nothing else may.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{8,40}");

    private ElevenlabsRequests() {}

    /// Throws where the voice is no name and cannot be an id.
    static Call speech(Submission submission) {
        var body = submission.input().deepCopy();
        var voice = body.path(VOICE).asString(STANDARD);
        var format = body.path(FORMAT).asString("");
        body.remove(VOICE);
        body.remove(FORMAT);
        body.put("model_id", submission.model());
        var query = format.isBlank() ? "" : "?output_format=" + Call.encoded(format);
        return Call.post("/v1/text-to-speech/" + id(voice) + query, body);
    }

    private static String id(String voice) {
        var known = IDS.get(voice.strip().toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        if (!ID.matcher(voice).matches()) {
            throw VendorHttp.refusal(
                    "There is no voice of that name. Send another name or the id of a voice.");
        }
        return voice;
    }
}
