package io.mediagate.api;

import io.helidon.http.HeaderNames;
import io.mediagate.api.Form.Part;
import io.mediagate.api.MultipartReader.Head;
import io.mediagate.api.MultipartReader.Malformed;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.error.Problem.Detail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Takes a form in: texts into memory, within the size of a body of JSON, files onto disk.
final class FormReader {
    private final Intake intake;

    FormReader(Intake intake) {
        this.intake = intake;
    }

    /// Whether the request brings a form.
    static boolean isForm(Exchange exchange) {
        var type = exchange.header(HeaderNames.CONTENT_TYPE).orElse("");
        return type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /// The whole form. Its files are among the exchange's attachments.
    Form read(Exchange exchange) {
        var type = exchange.header(HeaderNames.CONTENT_TYPE).orElse("");
        var taking = new Taking(exchange);
        exchange.body()
                .read(
                        exchange,
                        intake.limits(),
                        in -> {
                            MultipartReader.read(in, type, taking);
                            return true;
                        });
        taking.throwFaults();
        return new Form(taking.parts);
    }

    /// One form while it comes in. What is wrong with a file is noted, so that the sender reads all of it.
    private final class Taking implements MultipartReader.Parts {
        private final Exchange exchange;
        private final List<Part> parts = new ArrayList<>();
        private final List<Detail> faults = new ArrayList<>();
        private long text;
        private int files;

        Taking(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void part(Head head, InputStream content) throws IOException {
            boolean listed = head.name().endsWith("[]");
            var name = listed ? head.name().substring(0, head.name().length() - 2) : head.name();
            if (head.fileName().isPresent()) {
                file(name, listed, content);
            } else {
                text(name, listed, head, content);
            }
        }

        private void file(String name, boolean listed, InputStream content) throws IOException {
            if (++files > intake.mostFiles()) {
                throw exchange.bodyProblem(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "The request has more than the %d files that are allowed."
                                .formatted(intake.mostFiles()));
            }
            var received = intake.scratch().receive(content, intake.inspector().limits().bytes());
            if (received.isPresent()) {
                exchange.attachments().add(received.get());
                parts.add(new Part.File(name, listed, received.get()));
            } else {
                faults.add(new Detail("/" + name, intake.inspector().tooLarge()));
            }
        }

        private void text(String name, boolean listed, Head head, InputStream content)
                throws IOException {
            var bytes = new ByteArrayOutputStream();
            var piece = new byte[4096];
            for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
                text += n;
                if (text > intake.mostText()) {
                    throw exchange.bodyProblem(
                            ErrorCode.PAYLOAD_TOO_LARGE,
                            "The texts of the form are longer than the %d bytes that are allowed."
                                    .formatted(intake.mostText()));
                }
                bytes.write(piece, 0, n);
            }
            var type = head.contentType().orElse("").toLowerCase(Locale.ROOT);
            parts.add(
                    new Part.Text(
                            name,
                            listed,
                            type.startsWith("application/json"),
                            utf8(name, bytes.toByteArray())));
        }

        private String utf8(String name, byte[] bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw exchange.bodyProblem(
                        ErrorCode.INVALID_REQUEST,
                        "/%s is not valid UTF-8; a file needs a file name in its part."
                                .formatted(name));
            }
        }

        void throwFaults() {
            if (!faults.isEmpty()) {
                throw exchange.bodyProblem(ErrorCode.PAYLOAD_TOO_LARGE, FileFaults.message(faults))
                        .withDetails(faults);
            }
        }
    }

    /// What is wrong with the form itself, in the words of the route.
    static Problem malformed(Exchange exchange, Malformed e) {
        return exchange.bodyProblem(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
}
