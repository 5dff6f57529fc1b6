-- One gateway's whole state. Every table of a tenant has the workspace first in its key, so that the
-- database can be sharded by workspace. The invariants stand here and in the code.

CREATE TABLE setting (
    name  text PRIMARY KEY,
    value text NOT NULL
);

CREATE TABLE node (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text        NOT NULL,
    started_at   timestamptz NOT NULL DEFAULT now(),
    heartbeat_at timestamptz NOT NULL DEFAULT now(),
    stopped_at   timestamptz
);

CREATE TABLE workspace (
    id         text PRIMARY KEY,
    name       text        NOT NULL CONSTRAINT workspace_name_is_taken UNIQUE,
    created_at timestamptz NOT NULL
);

CREATE TABLE api_key (
    id           text PRIMARY KEY,
    workspace_id text        NOT NULL REFERENCES workspace (id),
    livemode     boolean     NOT NULL,
    hash         bytea       NOT NULL CONSTRAINT api_key_hash_is_unique UNIQUE,
    hint         text        NOT NULL,
    name         text        NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_key_by_workspace ON api_key (workspace_id);
CREATE INDEX api_key_revoked ON api_key (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE audit (
    workspace_id text        NOT NULL,
    id           bigint GENERATED ALWAYS AS IDENTITY,
    at           timestamptz NOT NULL,
    actor        text        NOT NULL,
    action       text        NOT NULL,
    subject      text        NOT NULL,
    detail       json        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

-- Money. A grant's row keeps what lies in each account of it; the entries say how it came to that.
CREATE TABLE credit_grant (
    workspace_id text        NOT NULL,
    id           text        NOT NULL,
    livemode     boolean     NOT NULL,
    bucket       text        NOT NULL,
    amount       bigint      NOT NULL,
    available    bigint      NOT NULL,
    held         bigint      NOT NULL DEFAULT 0,
    captured     bigint      NOT NULL DEFAULT 0,
    expired      bigint      NOT NULL DEFAULT 0,
    expires_at   timestamptz NOT NULL,
    created_at   timestamptz NOT NULL,
    reason       text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT credit_grant_bucket CHECK (bucket IN ('subscription', 'permanent')),
    CONSTRAINT credit_grant_is_positive CHECK (amount > 0),
    CONSTRAINT credit_grant_is_never_overdrawn
        CHECK (available >= 0 AND held >= 0 AND captured >= 0 AND expired >= 0),
    CONSTRAINT credit_grant_adds_up CHECK (available + held + captured + expired = amount)
) WITH (fillfactor = 70);
-- No index may depend on the columns that every generation changes: PostgreSQL then updates a grant in
-- its page and touches no index (heap-only tuples), which is what a hot workspace lives from.
CREATE INDEX credit_grant_to_expire ON credit_grant (expires_at);

CREATE TABLE hold (
    workspace_id  text   NOT NULL,
    generation_id text   NOT NULL,
    grant_id      text   NOT NULL,
    amount        bigint NOT NULL,
    state         text   NOT NULL,
    PRIMARY KEY (workspace_id, generation_id, grant_id),
    CONSTRAINT hold_is_positive CHECK (amount > 0),
    CONSTRAINT hold_state CHECK (state IN ('held', 'captured', 'released'))
);

CREATE TABLE ledger_entry (
    workspace_id  text        NOT NULL,
    id            bigint GENERATED ALWAYS AS IDENTITY,
    grant_id      text        NOT NULL,
    kind          text        NOT NULL,
    from_account  text        NOT NULL,
    to_account    text        NOT NULL,
    amount        bigint      NOT NULL,
    generation_id text,
    at            timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT ledger_entry_is_positive CHECK (amount > 0),
    CONSTRAINT ledger_entry_moves CHECK (
        (kind, from_account, to_account) IN (
            ('grant', 'granted', 'available'),
            ('hold', 'available', 'held'),
            ('capture', 'held', 'captured'),
            ('release', 'held', 'available'),
            ('expire', 'available', 'expired'))),
    CONSTRAINT ledger_entry_names_its_generation
        CHECK ((kind IN ('hold', 'capture', 'release')) = (generation_id IS NOT NULL))
);
-- A generation takes from a grant once, and settles it once: captured or released, never both.
CREATE UNIQUE INDEX ledger_entry_settles_once
    ON ledger_entry (workspace_id, generation_id, grant_id, (kind = 'hold'))
    WHERE generation_id IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER ledger_entry_is_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The life of a generation.
CREATE TABLE generation (
    workspace_id      text        NOT NULL,
    id                text        NOT NULL,
    livemode          boolean     NOT NULL,
    key_id            text        NOT NULL,
    model             text        NOT NULL,
    family            text        NOT NULL,
    input             json        NOT NULL,
    state             text        NOT NULL,
    sequence          bigint      NOT NULL,
    lease             bigint      NOT NULL,
    node_id           bigint,
    from_subscription bigint      NOT NULL,
    from_permanent    bigint      NOT NULL,
    progress          smallint,
    deadline_seconds  integer     NOT NULL,
    created_at        timestamptz NOT NULL,
    started_at        timestamptz,
    deadline_at       timestamptz,
    finished_at       timestamptz,
    result            json,
    code              text,
    message           text,
    retry_after_seconds integer,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT generation_family CHECK (family IN ('IMAGE', 'VIDEO', 'TTS')),
    CONSTRAINT generation_state
        CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'canceled')),
    CONSTRAINT generation_sequence_grows CHECK (sequence >= 1),
    CONSTRAINT generation_price CHECK (from_subscription >= 0 AND from_permanent >= 0),
    CONSTRAINT generation_progress CHECK (progress BETWEEN 0 AND 100),
    CONSTRAINT generation_is_owned_while_running
        CHECK ((state = 'running') = (node_id IS NOT NULL)),
    CONSTRAINT generation_queued_has_not_started
        CHECK (state <> 'queued' OR started_at IS NULL),
    CONSTRAINT generation_started
        CHECK (state NOT IN ('running', 'succeeded') OR started_at IS NOT NULL),
    CONSTRAINT generation_deadline CHECK ((started_at IS NULL) = (deadline_at IS NULL)),
    CONSTRAINT generation_finished
        CHECK ((state IN ('succeeded', 'failed', 'canceled')) = (finished_at IS NOT NULL)),
    CONSTRAINT generation_result CHECK ((state = 'succeeded') = (result IS NOT NULL)),
    CONSTRAINT generation_failure CHECK ((state = 'failed') = (code IS NOT NULL)),
    CONSTRAINT generation_failure_is_explained CHECK ((code IS NULL) = (message IS NULL)),
    CONSTRAINT generation_retry_is_a_failures
        CHECK (retry_after_seconds IS NULL OR code IS NOT NULL),
    CONSTRAINT generation_code_is_not_insufficient CHECK (code <> 'INSUFFICIENT_CREDITS')
) WITH (fillfactor = 80);
CREATE INDEX generation_queue ON generation (id) WHERE state = 'queued';
CREATE INDEX generation_of_node ON generation (node_id) WHERE state = 'running';
CREATE INDEX generation_unfinished ON generation (workspace_id, livemode, id)
    WHERE state IN ('queued', 'running');

CREATE TABLE attempt (
    workspace_id   text        NOT NULL,
    generation_id  text        NOT NULL,
    number         integer     NOT NULL,
    provider       text        NOT NULL,
    model          text        NOT NULL,
    node_id        bigint      NOT NULL,
    state          text        NOT NULL,
    handle         text,
    code           text,
    detail         text,
    operator_fault boolean     NOT NULL DEFAULT false,
    submitted_at   timestamptz NOT NULL,
    ended_at       timestamptz,
    PRIMARY KEY (workspace_id, generation_id, number),
    CONSTRAINT attempt_state CHECK (state IN (
        'submitting', 'accepted', 'succeeded', 'rejected', 'failed', 'outcome_unknown', 'abandoned',
        'late')),
    CONSTRAINT attempt_accepted_has_a_handle CHECK (state <> 'accepted' OR handle IS NOT NULL),
    CONSTRAINT attempt_ended
        CHECK ((state IN ('submitting', 'accepted')) = (ended_at IS NULL))
);
CREATE INDEX attempt_outcome_unknown ON attempt (submitted_at) WHERE state = 'outcome_unknown';

-- The journal. `xid` is the writing transaction's number: readers take everything at or above the
-- oldest transaction that was still open at their last look, so that none is passed over.
CREATE TABLE generation_event (
    workspace_id  text        NOT NULL,
    generation_id text        NOT NULL,
    sequence      bigint      NOT NULL,
    type          text        NOT NULL,
    progress      smallint,
    at            timestamptz NOT NULL,
    node_id       bigint      NOT NULL,
    xid           xid8        NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (workspace_id, generation_id, sequence),
    CONSTRAINT generation_event_type CHECK (type IN (
        'created', 'started', 'progressed', 'completed', 'failed', 'canceled')),
    CONSTRAINT generation_event_progress CHECK ((type = 'progressed') = (progress IS NOT NULL))
);
CREATE INDEX generation_event_by_xid ON generation_event (xid);
CREATE UNIQUE INDEX generation_event_ends_once ON generation_event (workspace_id, generation_id)
    WHERE type IN ('completed', 'failed', 'canceled');

CREATE TABLE file (
    workspace_id     text             NOT NULL,
    id               text             NOT NULL,
    generation_id    text             NOT NULL,
    name             text             NOT NULL,
    content_type     text             NOT NULL,
    size_bytes       bigint           NOT NULL,
    created_at       timestamptz      NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX file_by_generation ON file (workspace_id, generation_id);
