-- Requests that can be repeated, and the limits of keys.

-- What came of a request that named an Idempotency-Key. One that made a generation points to it and
-- commits with it; any other keeps its answer here.
CREATE TABLE idempotency (
    workspace_id  text        NOT NULL,
    id            text        NOT NULL,
    fingerprint   text        NOT NULL,
    begun_at      timestamptz NOT NULL,
    generation_id text,
    status        integer,
    headers       json,
    body          bytea,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT idempotency_has_one_outcome CHECK (generation_id IS NULL OR status IS NULL),
    CONSTRAINT idempotency_answer_is_whole
        CHECK ((status IS NULL) = (headers IS NULL) AND (status IS NULL) = (body IS NULL)),
    CONSTRAINT idempotency_keeps_no_refusal CHECK (status BETWEEN 200 AND 399)
);
CREATE INDEX idempotency_to_expire ON idempotency (begun_at);
