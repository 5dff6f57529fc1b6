-- Several routes: what became of each attempt, in the gateway's words, and what no attempt tells.

ALTER TABLE attempt
    ADD COLUMN accepted_at timestamptz,
    ADD COLUMN retryable boolean NOT NULL DEFAULT false,
    ADD COLUMN remedy text,
    ADD COLUMN retry_after_seconds bigint,
    ADD CONSTRAINT attempt_remedy_is_for_the_operator CHECK (remedy IS NULL OR operator_fault);

-- The routes that were looked at, waits and look-ups, for the operator. Numbered by the lease that wrote
-- them, so that writing them again after a commit whose answer was lost adds nothing.
CREATE TABLE timeline_note (
    workspace_id  text        NOT NULL,
    generation_id text        NOT NULL,
    lease         bigint      NOT NULL,
    number        integer     NOT NULL,
    at            timestamptz NOT NULL,
    attempt       integer,
    step          text        NOT NULL,
    considered    json        NOT NULL,
    until         timestamptz,
    remark        text        NOT NULL,
    PRIMARY KEY (workspace_id, generation_id, lease, number),
    CONSTRAINT timeline_note_step CHECK (step IN ('chose', 'waited', 'gave_up', 'looked_up'))
);
