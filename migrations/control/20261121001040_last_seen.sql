-- When a session was last in use. A table of its own, so that writing it neither raises the session's version nor touches
-- the row that every call reads.

CREATE TABLE control.last_seen (
    session_id uuid PRIMARY KEY REFERENCES control.sessions (id) ON DELETE CASCADE,
    seen_at timestamptz NOT NULL
);
ALTER TABLE control.last_seen ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY definer ON control.last_seen TO borough_definer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON control.last_seen TO borough_definer;

-- These sessions were in use just now. Written once a minute at most for each, by however many processes.
CREATE FUNCTION control.keep_last_seen(p_sessions uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    INSERT INTO control.last_seen AS l (session_id, seen_at)
    SELECT id, now() FROM control.sessions
    WHERE id = ANY (p_sessions) AND ended_at IS NULL AND expires_at > now()
    -- In one order: two processes never wait for each other in a circle.
    ORDER BY id
    ON CONFLICT (session_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
        WHERE l.seen_at <= EXCLUDED.seen_at - interval '1 minute';
END;
ALTER FUNCTION control.keep_last_seen OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.keep_last_seen TO borough_app;
