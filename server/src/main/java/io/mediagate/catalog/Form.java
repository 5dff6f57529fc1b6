package io.mediagate.catalog;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One form of a model's input, ready to use: the schema, the rules by which defaults are filled in,
/// and the validator, which is made when it is first needed: `SchemaCheck` has seen the schema, and
/// compiling a hundred of them is not worth keeping everybody waiting at start.
final class Form {
    /// Loaded with the first validator, not with the catalogue.
    private static final class Registry {
        static final SchemaRegistry INSTANCE =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder ->
                                builder.schemaRegistryConfig(
                                        SchemaRegistryConfig.builder()
                                                .formatAssertionsEnabled(true)
                                                .build()));
    }

    private final ObjectNode schema;
    private final Rule rule;
    private volatile @Nullable Schema validator;

    Form(ObjectNode schema) {
        this.schema = schema;
        this.rule = Rule.of(schema);
    }

    /// The form's own schema, closed.
    ObjectNode schema() {
        return schema;
    }

    /// The input with defaults; what no schema can say against it is noted.
    ObjectNode fill(JsonNode input, Faults faults) {
        return new InputCopy(faults).of(input, rule);
    }

    /// Notes what the schema says against a filled input.
    void validate(ObjectNode filled, Faults faults) {
        var errors = validator().validate(filled);
        if (!errors.isEmpty()) {
            new Phrases(schema).explain(errors, faults);
        }
    }

    /// Two threads may make it at once; either is good.
    Schema validator() {
        var made = validator;
        if (made == null) {
            made = Registry.INSTANCE.getSchema(Forms.bare(schema));
            made.initializeValidators();
            validator = made;
        }
        return made;
    }
}
