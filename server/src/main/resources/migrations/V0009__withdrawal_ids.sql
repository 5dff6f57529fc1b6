-- A withdrawal has an id of its operator's, so that asking twice takes once. Those from before have none.

CREATE TABLE withdrawal (
    workspace_id text        NOT NULL,
    id           text        NOT NULL,
    livemode     boolean     NOT NULL,
    amount       bigint      NOT NULL,
    reason       text        NOT NULL,
    at           timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT withdrawal_is_positive CHECK (amount > 0)
);
CREATE TRIGGER withdrawal_is_append_only BEFORE UPDATE OR DELETE ON withdrawal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE ledger_entry ADD COLUMN withdrawal_id text;
-- Nothing has been written there yet: there is nothing to look through.
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_names_its_withdrawal
    CHECK (withdrawal_id IS NULL OR kind = 'withdraw') NOT VALID;
