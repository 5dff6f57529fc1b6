-- Who wants to be told of events, what is to be told to whom, and what came of it.

CREATE TABLE endpoint (
    workspace_id     text        NOT NULL,
    id               text        NOT NULL,
    livemode         boolean     NOT NULL,
    url              text        NOT NULL,
    description      text        NOT NULL,
    types            text[]      NOT NULL,
    enabled          boolean     NOT NULL,
    disabled_reason  text,
    secret           text        NOT NULL,
    old_secret       text,
    old_secret_until timestamptz,
    -- Since when nothing has got through, and when that was last seen; none while all is well.
    failing_since    timestamptz,
    last_failure_at  timestamptz,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT endpoint_types CHECK (types <@ ARRAY[
        'created', 'started', 'completed', 'failed', 'canceled'] AND cardinality(types) > 0),
    CONSTRAINT endpoint_reason CHECK (disabled_reason IN ('gone', 'failing')),
    CONSTRAINT endpoint_has_no_reason_while_enabled CHECK (NOT enabled OR disabled_reason IS NULL),
    CONSTRAINT endpoint_old_secret_ends CHECK ((old_secret IS NULL) = (old_secret_until IS NULL)),
    CONSTRAINT endpoint_failures CHECK ((failing_since IS NULL) = (last_failure_at IS NULL))
);
-- A delivery's id is its event's and the end of its endpoint's.
CREATE UNIQUE INDEX endpoint_ends_differ ON endpoint (workspace_id, right(id, 6));

-- One event on its way to one endpoint. Written by the statement that writes the event. `ladder` is how
-- many attempts have failed since it was last put in line, `attempts` how many there ever were: the number
-- of an attempt is never used again, so that a late answer of an earlier one cannot land.
CREATE TABLE delivery (
    workspace_id  text        NOT NULL,
    id            text        NOT NULL,
    endpoint_id   text        NOT NULL,
    event_id      text        NOT NULL,
    type          text        NOT NULL,
    generation_id text,
    sequence      bigint,
    event_at      timestamptz NOT NULL,
    state         text        NOT NULL DEFAULT 'waiting',
    attempts      integer     NOT NULL DEFAULT 0,
    ladder        integer     NOT NULL DEFAULT 0,
    due_at        timestamptz NOT NULL DEFAULT now(),
    node_id       bigint,
    lease_until   timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    ended_at      timestamptz,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT delivery_type CHECK (type IN (
        'created', 'started', 'completed', 'failed', 'canceled', 'test')),
    -- What is about no generation is a test.
    CONSTRAINT delivery_sequence CHECK ((generation_id IS NULL) = (sequence IS NULL)),
    CONSTRAINT delivery_test CHECK (type <> 'test' OR generation_id IS NULL),
    CONSTRAINT delivery_state CHECK (state IN ('waiting', 'sending', 'delivered', 'failed')),
    CONSTRAINT delivery_counts CHECK (attempts >= 0 AND ladder >= 0 AND ladder <= attempts),
    CONSTRAINT delivery_lease CHECK ((state = 'sending') = (node_id IS NOT NULL)
        AND (node_id IS NULL) = (lease_until IS NULL)),
    CONSTRAINT delivery_ended CHECK ((state IN ('delivered', 'failed')) = (ended_at IS NOT NULL)),
    CONSTRAINT delivery_is_delivered_by_an_attempt CHECK (state <> 'delivered' OR attempts > 0)
) WITH (fillfactor = 70);
-- The queue of each endpoint, and which endpoints have one.
CREATE INDEX delivery_queue ON delivery (workspace_id, endpoint_id, due_at) WHERE state = 'waiting';
CREATE INDEX delivery_under_way ON delivery (workspace_id, endpoint_id) WHERE state = 'sending';
CREATE INDEX delivery_log ON delivery (workspace_id, endpoint_id, id);


-- What was sent and answered, shortened.
CREATE TABLE delivery_attempt (
    workspace_id     text        NOT NULL,
    delivery_id      text        NOT NULL,
    number           integer     NOT NULL,
    node_id          bigint      NOT NULL,
    at               timestamptz NOT NULL,
    duration_millis  integer     NOT NULL,
    status           smallint,
    fault            text,
    request_headers  json        NOT NULL,
    request_body     text        NOT NULL,
    response_headers json,
    response_body    text,
    PRIMARY KEY (workspace_id, delivery_id, number),
    CONSTRAINT delivery_attempt_number CHECK (number >= 1),
    CONSTRAINT delivery_attempt_duration CHECK (duration_millis >= 0),
    CONSTRAINT delivery_attempt_was_answered_or_not CHECK ((status IS NULL) <> (fault IS NULL)),
    CONSTRAINT delivery_attempt_answer
        CHECK ((status IS NULL) = (response_headers IS NULL)
               AND (status IS NULL) = (response_body IS NULL))
);

-- Replaying a range of time reads the journal by it.
CREATE INDEX generation_event_by_time ON generation_event USING brin (at);
