-- Cleaning the log finds what has ended long ago without reading the rest.
CREATE INDEX delivery_ended ON delivery (ended_at) WHERE ended_at IS NOT NULL;
