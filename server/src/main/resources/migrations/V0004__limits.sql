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

-- What a key may do; null and empty are no limit. A rotated key's former text is valid until then.
ALTER TABLE api_key
    ADD COLUMN requests_per_minute    integer,
    ADD COLUMN concurrent_generations integer,
    ADD COLUMN credits_per_day        bigint,
    ADD COLUMN models                 text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN former_hash            bytea       CONSTRAINT api_key_former_hash_is_unique UNIQUE,
    ADD COLUMN former_until           timestamptz,
    ADD COLUMN changed_at             timestamptz NOT NULL DEFAULT '-infinity',
    ADD CONSTRAINT api_key_requests_per_minute CHECK (requests_per_minute > 0),
    ADD CONSTRAINT api_key_concurrent_generations CHECK (concurrent_generations > 0),
    ADD CONSTRAINT api_key_credits_per_day CHECK (credits_per_day > 0),
    ADD CONSTRAINT api_key_former_text_ends CHECK ((former_hash IS NULL) = (former_until IS NULL));
DROP INDEX api_key_revoked;
CREATE INDEX api_key_changed ON api_key (changed_at);

-- The minute in which a key's requests are counted just now. Nodes take turns out of it many at a time.
-- Losing it in a crash harms nobody, so it is not logged.
CREATE UNLOGGED TABLE rate_window (
    workspace_id text        NOT NULL,
    key_id       text        NOT NULL,
    started_at   timestamptz NOT NULL,
    taken        integer     NOT NULL,
    granted      integer     NOT NULL,
    PRIMARY KEY (workspace_id, key_id),
    CONSTRAINT rate_window_counts CHECK (taken >= 0 AND granted >= 0)
) WITH (fillfactor = 50);

-- What a limited key has spent on a day, in UTC. The row is locked by whoever accepts something of the
-- key, so that two acceptances never see the same room.
CREATE TABLE key_use (
    workspace_id text   NOT NULL,
    key_id       text   NOT NULL,
    day          date   NOT NULL,
    credits      bigint NOT NULL,
    PRIMARY KEY (workspace_id, key_id),
    CONSTRAINT key_use_is_not_negative CHECK (credits >= 0)
) WITH (fillfactor = 50);

ALTER TABLE generation ADD COLUMN limited boolean NOT NULL DEFAULT false;
CREATE INDEX generation_of_limited_key ON generation (workspace_id, key_id)
    WHERE limited AND state IN ('queued', 'running');

-- Claims go from workspace to workspace.
DROP INDEX generation_queue;
CREATE INDEX generation_queue ON generation (workspace_id, id) WHERE state = 'queued';
