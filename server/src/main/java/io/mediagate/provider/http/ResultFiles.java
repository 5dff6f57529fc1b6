package io.mediagate.provider.http;

import io.mediagate.egress.Egress.Fetch;
import io.mediagate.egress.LineFault;
import io.mediagate.error.ErrorCode;
import io.mediagate.provider.Progress;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.SubmissionAnswer.Output;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Fetches results by their links. A link that fails for now is tried again by the next poll, which also
/// gets a fresh one where the vendor makes them anew.
final class ResultFiles {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration AGAIN = Duration.ofSeconds(3);
    private static final long MOST_BYTES = 2L * 1024 * 1024 * 1024;

    private final VendorTools tools;
    private final Failures failures;

    ResultFiles(VendorTools tools, Failures failures) {
        this.tools = tools;
        this.failures = failures;
    }

    /// All of them or none.
    Progress fetch(List<String> links, Map<String, String> headers, String actualPrompt)
            throws InterruptedException {
        if (links.isEmpty()) {
            throw new Unreadable("a result without a link");
        }
        var files = new ArrayList<ResultFile>();
        for (var link : links) {
            switch (fetchOne(link, headers)) {
                case Fetch.Fetched(var file) -> files.add(new ResultFile.OnDisk(file));
                case Fetch.Refused(var answer) -> {
                    ResultFile.discard(files);
                    return unless(failures.of(VendorAnswer.of(Phase.RESULT, answer)));
                }
                case Fetch.Broken(var fault) -> {
                    ResultFile.discard(files);
                    var failure = failures.of(VendorAnswer.of(Phase.RESULT, fault));
                    return isFinal(fault) ? new Progress.Failed(asFailed(failure)) : again();
                }
            }
        }
        return new Progress.Succeeded(new Output(files, actualPrompt));
    }

    private Fetch fetchOne(String link, Map<String, String> headers) throws InterruptedException {
        var into = tools.scratchFolder().resolve("result-" + UUID.randomUUID());
        try {
            return tools.egress().fetch(URI.create(link), headers, into, MOST_BYTES, LIMIT);
        } catch (IllegalArgumentException _) {
            return new Fetch.Broken(LineFault.FORBIDDEN_ADDRESS);
        }
    }

    private static boolean isFinal(LineFault fault) {
        return fault == LineFault.FORBIDDEN_ADDRESS || fault == LineFault.TOO_LARGE;
    }

    private static Progress unless(ProviderFailure failure) {
        return failure.retryable()
                ? VendorHttp.running(failure.retryAfter().orElse(AGAIN))
                : new Progress.Failed(asFailed(failure));
    }

    private static Progress again() {
        return VendorHttp.running(AGAIN);
    }

    /// It was made, and cannot be had: neither the caller's fault nor a reason to have it made again.
    private static ProviderFailure asFailed(ProviderFailure failure) {
        return new ProviderFailure(
                ErrorCode.FAILED, failure.detail(), false, false, Optional.empty());
    }
}
