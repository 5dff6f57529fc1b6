package io.mediagate.contract;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What one surface of a vendor answers, recorded from its documents: a file of
/// `server/src/test/resources/vendors/<vendor>/`. `docs/10-adding-a-vendor.md` explains its members.
public record Recording(String name, JsonNode yaml) {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    /// The smallest real picture: what is served for every `/files/…`.
    static final byte[] PICTURE =
            HexFormat.of()
                    .parseHex(
                            "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
                                    + "1f15c4890000000d49444154789c6360000002000001000500010d"
                                    + "0a2db40000000049454e44ae426082");

    /// All of a vendor's.
    public static Stream<Recording> of(String vendor) {
        var folder = Path.of("src/test/resources/vendors", vendor);
        try (var files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(file ->
                            new Recording(
                                    vendor + "/" + file.getFileName(),
                                    YAML.readTree(file.toFile())))
                    .toList()
                    .stream();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// An answer to a request of that line.
    ///
    /// @param needs headers without which the vendor answers 403, as links do that want the key
    public record Rule(String on, Reply.Whole reply, Map<String, String> needs) {
        public Reply.Whole to(LoopbackVendor.Request request) {
            boolean shown = request.headers().entrySet().containsAll(needs.entrySet());
            return shown ? reply : Reply.json(403, "{\"message\":\"not without the key\"}");
        }
    }

    /// A failure and what it must become.
    record Refused(
            String name, String on, Reply.Whole reply, ErrorCode code, boolean operatorFault) {}

    public List<Secret> key() {
        var parts = new ArrayList<Secret>();
        yaml.path("key").forEach(part -> parts.add(new Secret(part.asString())));
        return parts;
    }

    public Family family() {
        return Family.valueOf(yaml.path("family").asString());
    }

    public String model() {
        return yaml.path("model").asString();
    }

    public ObjectNode input() {
        return (ObjectNode) yaml.path("input").deepCopy();
    }

    /// The line of the submission.
    public String submit() {
        return yaml.path("submit").asString();
    }

    /// The line of the poll; empty for a vendor that answers at once.
    String poll() {
        return yaml.path("poll").asString("");
    }

    public boolean answersAtOnce() {
        return !yaml.has("accepted");
    }

    public Reply.Whole accepted() {
        return reply(yaml.path("accepted"));
    }

    List<Reply.Whole> running() {
        return yaml.path("running").valueStream().map(Recording::reply).toList();
    }

    /// What it answers when one thing was made, or several.
    public List<Rule> done(String which) {
        return yaml.path(which).valueStream().map(this::rule).toList();
    }

    public boolean has(String member) {
        return yaml.has(member);
    }

    int count(String which) {
        return yaml.path(which + "_files").asInt(which.equals("done") ? 1 : 2);
    }

    private Rule rule(JsonNode node) {
        return new Rule(
                node.path("on").asString(answersAtOnce() ? submit() : poll()),
                reply(node),
                texts(node.path("needs")));
    }

    /// Refusals of a submission, by the case's name.
    List<Refused> rejected() {
        return refused("rejected", submit());
    }

    /// Inputs that cannot become a request, by the case's name: `input` and the `code` of its refusal.
    JsonNode unsendable() {
        return yaml.path("unsendable");
    }

    /// Ends of what was accepted.
    List<Refused> failed() {
        return refused("failed", poll());
    }

    /// Answers to a submission that bring nothing and do not prove that nothing was made or billed.
    List<Refused> unknown() {
        return refused("unknown", submit());
    }

    private List<Refused> refused(String member, String on) {
        return yaml.path(member).properties().stream()
                .map(it ->
                        new Refused(
                                it.getKey(),
                                it.getValue().path("on").asString(on),
                                reply(it.getValue()),
                                ErrorCode.valueOf(
                                        it.getValue().path("code").asString(codeOf(it.getKey()))),
                                it.getValue()
                                        .path("operator")
                                        .asBoolean(
                                                it.getKey().equals("key")
                                                        || it.getKey().equals("funds"))))
                .toList();
    }

    private static String codeOf(String name) {
        return switch (name) {
            case "content" -> "CONTENT_REJECTED";
            case "input" -> "INVALID_INPUT";
            case "key", "funds" -> "PROVIDER_UNAVAILABLE";
            case "rate" -> "RATE_LIMITED";
            default -> "FAILED";
        };
    }

    /// The request that cancels, and what answers it; `stops` says whether that ends it, `poll` what is said
    /// of it before. In each case of `too_late` it goes on: after `poll` nothing is sent, or `reply` answers.
    JsonNode cancel() {
        return yaml.path("cancel");
    }

    /// What a look for a lost submission gets: `found`, `never` and `unclear`.
    JsonNode recover() {
        return yaml.path("recover");
    }

    /// The line of the look in a case of `recover`.
    String recoverLine(String which) {
        return recover().path(which).path("on").asString(recover().path("on").asString(submit()));
    }

    JsonNode sends() {
        return yaml.path("sends");
    }

    static Reply.Whole reply(JsonNode node) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "application/json");
        headers.putAll(texts(node.path("headers")));
        var body = node.path("body");
        byte[] bytes =
                node.has("picture")
                        ? PICTURE
                        : node.has("hex")
                                ? HexFormat.of().parseHex(node.path("hex").asString())
                                : (body.isString()
                                                ? body.stringValue()
                                                : body.isMissingNode() ? "" : body.toString())
                                        .getBytes(StandardCharsets.UTF_8);
        if (node.has("picture")) {
            headers.put("content-type", "image/png");
        }
        return new Reply.Whole(node.path("status").asInt(200), Map.copyOf(headers), bytes);
    }

    private static Map<String, String> texts(JsonNode node) {
        var texts = new LinkedHashMap<String, String>();
        node.properties().forEach(it -> texts.put(it.getKey(), it.getValue().asString()));
        return texts;
    }

    @Override
    public String toString() {
        return name;
    }
}
