package io.mediagate.admin;

import io.mediagate.credits.Credits;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.error.Secret;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// The admin API's JSON: the records of `AdminActions`, in snake case. The one place where the text of a
/// `Secret` is written, since a new key is shown once.
public final class AdminJson {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .addModule(scalars())
                    .build();

    private AdminJson() {}

    private static SimpleModule scalars() {
        return new SimpleModule()
                .addSerializer(
                        Secret.class,
                        new ValueSerializer<Secret>() {
                            @Override
                            public void serialize(
                                    Secret secret,
                                    JsonGenerator out,
                                    SerializationContext context) {
                                out.writeString(secret.value());
                            }
                        })
                .addDeserializer(
                        Secret.class,
                        new ValueDeserializer<Secret>() {
                            @Override
                            public Secret deserialize(
                                    JsonParser in, DeserializationContext context) {
                                return new Secret(in.getValueAsString(""));
                            }
                        })
                .addSerializer(
                        Credits.class,
                        new ValueSerializer<Credits>() {
                            @Override
                            public void serialize(
                                    Credits credits,
                                    JsonGenerator out,
                                    SerializationContext context) {
                                out.writeNumber(credits.amount());
                            }
                        })
                .addDeserializer(
                        Credits.class,
                        new ValueDeserializer<Credits>() {
                            @Override
                            public Credits deserialize(
                                    JsonParser in, DeserializationContext context) {
                                return new Credits(in.getLongValue());
                            }
                        });
    }

    /// Any of the records, or a list or map of them.
    public static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    /// For a person to read.
    public static String writePretty(Object value) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    /// Reads one of the records; an `INVALID_REQUEST` when the text is not one.
    public static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JacksonException | IllegalArgumentException e) {
            throw Problem.of(
                    ErrorCode.INVALID_REQUEST,
                    "The body is not what this action takes: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /// Names and texts, as they were written.
    static Map<String, String> texts(String text) {
        return JSON.readValue(text, new TypeReference<Map<String, String>>() {});
    }

    /// `live` or `test`, `subscription` or `permanent`.
    public static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
