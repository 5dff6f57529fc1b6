package io.mediagate.error;

import static io.mediagate.error.ErrorCode.Fault.CALLER;
import static io.mediagate.error.ErrorCode.Fault.GATEWAY;
import static io.mediagate.error.ErrorCode.Fault.OPERATOR;
import static io.mediagate.error.ErrorCode.Fault.PROVIDER;
import static io.mediagate.error.ErrorCode.NextAction.CONTACT_OPERATOR;
import static io.mediagate.error.ErrorCode.NextAction.FIX_INPUT;
import static io.mediagate.error.ErrorCode.NextAction.TOP_UP;
import static io.mediagate.error.ErrorCode.NextAction.WAIT;
import static io.mediagate.error.ErrorCode.Scope.BOTH;
import static io.mediagate.error.ErrorCode.Scope.GENERAL;
import static io.mediagate.error.ErrorCode.Scope.GENERATION;

import java.util.Locale;

/// Every way in which a request or a generation can fail, one row each. Whatever differs by code is a
/// column here and never a second switch elsewhere. `docs/04-errors.md` has the same rows; a test
/// compares them.
public enum ErrorCode {
    FAILED(GENERATION, 502, PROVIDER, true, NextAction.RETRY, "Generation failed."),
    TIMEOUT(GENERATION, 504, PROVIDER, true, NextAction.RETRY, "Generation timed out."),
    RATE_LIMITED(BOTH, 429, PROVIDER, true, WAIT, "Rate limit exceeded. Please retry later."),
    PROVIDER_UNAVAILABLE(
            GENERATION,
            503,
            OPERATOR,
            true,
            WAIT,
            "The provider is temporarily unavailable. Please retry later."),
    UNSUPPORTED_MODEL(
            GENERATION, 400, CALLER, false, FIX_INPUT, "The requested model is not supported."),
    INVALID_INPUT(GENERATION, 400, CALLER, false, FIX_INPUT, "The request is invalid."),
    INSUFFICIENT_CREDITS(
            GENERATION, 402, CALLER, false, TOP_UP, "Insufficient credits for this generation."),
    CONTENT_REJECTED(
            GENERATION,
            422,
            CALLER,
            false,
            FIX_INPUT,
            "The request was rejected by the content policy."),

    UNAUTHORIZED(GENERAL, 401, CALLER, false, FIX_INPUT, "A valid API key is required."),
    FORBIDDEN(GENERAL, 403, CALLER, false, CONTACT_OPERATOR, "This API key may not do this."),
    NOT_FOUND(GENERAL, 404, CALLER, false, FIX_INPUT, "There is no such resource."),
    METHOD_NOT_ALLOWED(GENERAL, 405, CALLER, false, FIX_INPUT, "This method is not allowed here."),
    CONFLICT(
            GENERAL,
            409,
            CALLER,
            false,
            FIX_INPUT,
            "The request conflicts with the current state."),
    IDEMPOTENCY_IN_PROGRESS(
            GENERAL,
            409,
            CALLER,
            true,
            WAIT,
            "A request with this Idempotency-Key is still running. Please retry later."),
    IDEMPOTENCY_KEY_REUSED(
            GENERAL,
            422,
            CALLER,
            false,
            FIX_INPUT,
            "This Idempotency-Key was used with another request. Send a new request with a new key."),
    INVALID_REQUEST(GENERAL, 400, CALLER, false, FIX_INPUT, "The request is invalid."),
    PAYLOAD_TOO_LARGE(GENERAL, 413, CALLER, false, FIX_INPUT, "The request body is too large."),
    UNSUPPORTED_MEDIA_TYPE(
            GENERAL, 415, CALLER, false, FIX_INPUT, "The media type is not supported."),
    INTERNAL_ERROR(
            GENERAL,
            500,
            GATEWAY,
            true,
            CONTACT_OPERATOR,
            "Something went wrong on our side. Please retry, and name the X-Request-Id if you report it."),
    SERVICE_UNAVAILABLE(
            GENERAL, 503, GATEWAY, true, WAIT, "The service is busy or restarting. Please retry.");

    /// Where a code may appear: in a generation's life (with a family before it), elsewhere, or both.
    public enum Scope {
        GENERATION,
        GENERAL,
        BOTH
    }

    /// Who has to act before the same request can succeed.
    public enum Fault {
        CALLER,
        OPERATOR,
        PROVIDER,
        GATEWAY
    }

    /// What a client should do next; `next_action` of a problem document.
    public enum NextAction {
        FIX_INPUT,
        TOP_UP,
        WAIT,
        RETRY,
        CONTACT_OPERATOR;

        /// The spelling callers see.
        public String publicName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Scope scope;
    private final int status;
    private final Fault fault;
    private final boolean retryable;
    private final NextAction nextAction;
    private final String message;

    ErrorCode(
            Scope scope,
            int status,
            Fault fault,
            boolean retryable,
            NextAction nextAction,
            String message) {
        this.scope = scope;
        this.status = status;
        this.fault = fault;
        this.retryable = retryable;
        this.nextAction = nextAction;
        this.message = message;
    }

    /// The machine-readable string for a generation of this family, such as `TTS_GENERATION_TIMEOUT`.
    public String in(Family family) {
        if (scope == GENERAL) {
            throw new IllegalStateException(name() + " is not a generation's code");
        }
        return family.name() + "_GENERATION_" + name();
    }

    public Scope scope() {
        return scope;
    }

    /// The HTTP status that goes with the code.
    public int status() {
        return status;
    }

    public Fault fault() {
        return fault;
    }

    /// Whether the same request may succeed later without being changed.
    public boolean retryable() {
        return retryable;
    }

    public NextAction nextAction() {
        return nextAction;
    }

    /// What a caller reads when nothing better is safe.
    public String message() {
        return message;
    }
}
