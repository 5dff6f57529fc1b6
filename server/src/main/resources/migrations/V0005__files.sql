-- Files are results, previews of results, and what callers sent. The row of a deleted one stays: that it
-- was deleted, and when, can be shown.
ALTER TABLE file
    ALTER COLUMN generation_id DROP NOT NULL,
    ADD COLUMN livemode         boolean,
    ADD COLUMN kind             text NOT NULL DEFAULT 'result',
    ADD COLUMN extension        text NOT NULL DEFAULT '',
    ADD COLUMN width            integer,
    ADD COLUMN height           integer,
    ADD COLUMN duration_seconds double precision,
    ADD COLUMN digest           text,
    ADD COLUMN preview_of       text,
    ADD COLUMN expires_at       timestamptz,
    ADD COLUMN deleted_at       timestamptz,
    ADD CONSTRAINT file_kind CHECK (kind IN ('result', 'preview', 'upload')),
    ADD CONSTRAINT file_size CHECK (size_bytes >= 0),
    ADD CONSTRAINT file_result_is_of_a_generation
        CHECK (kind = 'upload' OR generation_id IS NOT NULL),
    ADD CONSTRAINT file_preview_is_of_a_file CHECK ((kind = 'preview') = (preview_of IS NOT NULL)),
    ADD CONSTRAINT file_upload_has_a_digest CHECK (kind <> 'upload' OR digest IS NOT NULL);

UPDATE file SET livemode = g.livemode
  FROM generation g
 WHERE g.workspace_id = file.workspace_id AND g.id = file.generation_id;
UPDATE file SET livemode = true WHERE livemode IS NULL;
ALTER TABLE file ALTER COLUMN livemode SET NOT NULL;

CREATE INDEX file_to_expire ON file (expires_at) WHERE expires_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX file_by_time ON file (created_at) WHERE deleted_at IS NULL;
CREATE INDEX file_previews ON file (workspace_id, preview_of) WHERE preview_of IS NOT NULL;

-- How long a workspace's results are kept and how much its files may take; the operator's settings hold
-- where nothing stands here.
ALTER TABLE workspace
    ADD COLUMN retention_seconds bigint,
    ADD COLUMN quota_bytes       bigint,
    ADD CONSTRAINT workspace_retention CHECK (retention_seconds > 0),
    ADD CONSTRAINT workspace_quota CHECK (quota_bytes > 0);
