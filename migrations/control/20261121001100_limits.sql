-- Limits that no single network can turn against somebody else, sessions that end when another one begins, and an end for what
-- nobody needs any more.

-- Counts an attempt under each of these keys in turn, up to the first that was tried too often. Answers how many seconds
-- to wait: 0 when it is within all limits. What was refused by the first key does not count against the others.
CREATE FUNCTION control.count_attempts(p_keys text[], p_limits integer[], p_windows interval[]) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wait integer;
BEGIN
    FOR i IN 1 .. cardinality(p_keys) LOOP
        wait := control.count_attempt(p_keys[i], p_limits[i], p_windows[i]);
        IF wait > 0 THEN
            RETURN wait;
        END IF;
    END LOOP;
    RETURN 0;
END $$;

-- Forgets the attempts of a key: the right password was given. What is over is deleted by `delete_expired`.
CREATE OR REPLACE FUNCTION control.forget_attempts(p_key text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    DELETE FROM control.attempts WHERE key = p_key;
END;

-- Takes back one attempt that was counted and then succeeded. The others stay: they may be somebody else's.
CREATE FUNCTION control.take_back_attempt(p_key text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    UPDATE control.attempts SET count = count - 1 WHERE key = p_key AND count > 0;
END;

-- Ends the session of a token, whoever's it is: who holds the token may. No row: there is none that could be used.
CREATE FUNCTION control.end_session(p_token_hash bytea) RETURNS TABLE (session_id uuid, user_id uuid)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    UPDATE control.sessions s SET ended_at = now()
    WHERE s.token_hash = p_token_hash AND s.ended_at IS NULL AND s.expires_at > now()
    RETURNING s.id, s.user_id;
END;

-- What is over stays for thirty days, for whoever asks what happened, and goes then. The audit log keeps what it says.
-- Invitations stay: they are the organization's own history.
CREATE INDEX sessions_by_end ON control.sessions (least(expires_at, ended_at));
CREATE INDEX operator_sessions_by_end ON control.operator_sessions (least(expires_at, ended_at));
CREATE INDEX email_verifications_by_end ON control.email_verifications (least(expires_at, used_at));
-- A mail that was neither delivered nor failed waits for an operator; the links of one that has waited so long are dead.
CREATE INDEX mails_by_end ON control.mails (coalesce(delivered_at, failed_at, created_at));
CREATE INDEX attempts_by_end ON control.attempts (window_ends_at);

CREATE POLICY definer ON control.operator_sessions TO borough_definer USING (true) WITH CHECK (true);
GRANT SELECT (id, expires_at, ended_at), UPDATE (ended_at) ON control.operator_sessions TO borough_definer;
GRANT UPDATE (ended_at) ON control.sessions TO borough_definer;
GRANT DELETE ON control.sessions, control.operator_sessions, control.email_verifications, control.mails
    TO borough_definer;

-- Deletes at most so many rows of each table, and answers how many in all. A row that somebody holds is left for the
-- next time, and so is everything while another process is at it: nothing here waits for anybody.
CREATE FUNCTION control.delete_expired(p_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_day constant timestamptz := now() - interval '30 days';
    deleted integer := 0;
    rows integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('borough deletes what is over')) THEN
        RETURN 0;
    END IF;
    DELETE FROM control.attempts WHERE key = ANY (ARRAY(
        SELECT key FROM control.attempts WHERE window_ends_at <= now() LIMIT p_most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS rows = ROW_COUNT;
    deleted := deleted + rows;
    DELETE FROM control.sessions WHERE id = ANY (ARRAY(
        SELECT id FROM control.sessions WHERE least(expires_at, ended_at) < last_day
        LIMIT p_most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS rows = ROW_COUNT;
    deleted := deleted + rows;
    DELETE FROM control.operator_sessions WHERE id = ANY (ARRAY(
        SELECT id FROM control.operator_sessions WHERE least(expires_at, ended_at) < last_day
        LIMIT p_most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS rows = ROW_COUNT;
    deleted := deleted + rows;
    DELETE FROM control.email_verifications WHERE token_hash = ANY (ARRAY(
        SELECT token_hash FROM control.email_verifications WHERE least(expires_at, used_at) < last_day
        LIMIT p_most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS rows = ROW_COUNT;
    deleted := deleted + rows;
    DELETE FROM control.mails WHERE id = ANY (ARRAY(
        SELECT id FROM control.mails WHERE coalesce(delivered_at, failed_at, created_at) < last_day
        LIMIT p_most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN deleted + rows;
END $$;

ALTER FUNCTION control.count_attempts OWNER TO borough_definer;
ALTER FUNCTION control.take_back_attempt OWNER TO borough_definer;
ALTER FUNCTION control.end_session OWNER TO borough_definer;
ALTER FUNCTION control.delete_expired OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.count_attempts, control.take_back_attempt, control.end_session, control.delete_expired
    TO borough_app;
GRANT EXECUTE ON FUNCTION control.count_attempts, control.take_back_attempt TO borough_operator;
