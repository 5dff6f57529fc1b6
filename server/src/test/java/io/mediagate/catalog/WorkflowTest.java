package io.mediagate.catalog;

import static io.mediagate.catalog.Shelf.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mediagate.error.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Models whose input has several forms, selected by a member.
class WorkflowTest {
    private static final String REFUSED =
            """
            {'prompt':'a','feature':'frames'} | /first_frame_url is required.
            {'prompt':'a','feature':'clay'} | /feature must be one of "text", "frames", not "clay".
            {'prompt':'a','feature':''} | /feature must be one of "text", "frames", not "".
            {'prompt':'a','feature':7} | /feature must be one of "text", "frames", not 7.
            {'prompt':'a','resolution':'auto'} | /resolution must be one of "720p", not "auto".
            {'stile':'x'} | /prompt is required. /stile is not a field of this model; did you mean style?
            {'prompt':'a','feature':'frames','first_frame_url':'https://a.b/c','style':'x'} | /style @fields
            """;

    private static final String FIELDS =
            "is not a field of this model; its fields are prompt, feature, resolution,"
                    + " first_frame_url.";
    private static final Model CLOSED =
            Shelf.model(
                    "1",
                    """
                    {type: object, required: [prompt], properties: {
                      prompt: {type: string},
                      feature: {type: string, enum: [text, frames]},
                      resolution: {type: string, enum: [auto, 720p]},
                      first_frame_url: {type: string, format: uri}},
                    oneOf: [
                      {title: Text, required: [], properties: {
                        feature: {const: text}, resolution: {enum: [720p]},
                        style: {type: string, default: plain}}},
                      {title: Frames, required: [feature, first_frame_url], properties: {
                        feature: {const: frames}}}]}
                    """
                            .replace("\n", " "));
    private static final Model OPEN =
            Shelf.model(
                    "1",
                    """
                    {type: object, required: [prompt], properties: {
                      prompt: {type: string},
                      feature: {type: string}},
                    additionalProperties: true,
                    oneOf: [
                      {required: [first_frame_url], additionalProperties: true, properties: {
                        feature: {const: frames}, first_frame_url: {type: string, format: uri}}},
                      {required: [feature], additionalProperties: true, properties: {
                        feature: {not: {const: frames}}}}]}
                    """
                            .replace("\n", " "));

    @Test
    void fillsTheDefaultsOfTheImpliedWorkflow() {
        assertThat(CLOSED.normalise(json("{'prompt': 'a'}")))
                .hasToString("{\"prompt\":\"a\",\"style\":\"plain\"}");
    }

    @Test
    void fillsNoDefaultsOfOtherWorkflows() {
        var given = "{'prompt': 'a', 'feature': 'frames', 'first_frame_url': 'https://a.b/c'}";

        assertThat(CLOSED.normalise(json(given))).isEqualTo(json(given));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = REFUSED)
    void reportsTheFaultsOfTheSelectedWorkflowOnly(String given, String message) {
        var problem = catchThrowableOfType(Problem.class, () -> CLOSED.normalise(json(given)));

        assertThat(problem.message()).isEqualTo(message.replace("@fields", FIELDS));
    }

    @Test
    void letsUnknownFieldsPassWhereTheSchemaSaysSo() {
        var given = "{'prompt': 'a', 'feature': 'reference', 'anything': [1]}";

        assertThat(OPEN.normalise(json(given))).isEqualTo(json(given));
    }

    @Test
    void takesTheBranchWithoutARequiredSelectorWhenNoneIsGiven() {
        var problem =
                catchThrowableOfType(Problem.class, () -> OPEN.normalise(json("{'prompt': 'a'}")));

        assertThat(problem.message()).isEqualTo("/first_frame_url is required.");
    }

    @Test
    void namesTheMembersOfAChoice() {
        var model =
                Shelf.model(
                        "1",
                        "{type: object, properties: {prompt: {type: string}, image_url: {type:"
                                + " string}}, anyOf: [{required: [prompt]}, {required:"
                                + " [image_url]}]}");

        var problem = catchThrowableOfType(Problem.class, () -> model.normalise(json("{}")));

        assertThat(problem.message()).isEqualTo("The input must have prompt or image_url.");
    }
}
