-- Where a generation's request stands in its trace, as W3C's traceparent, so that whichever node makes it
-- goes on with that trace; null where nothing is traced.
ALTER TABLE generation
    ADD COLUMN trace text
        CONSTRAINT generation_trace CHECK (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
