-- People and their sessions.

CREATE TABLE control.users (
    id uuid PRIMARY KEY,
    -- As its owner writes it, and in lower case to compare by.
    email text NOT NULL,
    email_key text NOT NULL,
    -- Sorted as people expect in any script, not by code points.
    name text COLLATE "und-x-icu" NOT NULL,
    password_hash text NOT NULL,
    -- When a mailed link showed that the address is this person's.
    email_verified_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_email_taken UNIQUE (email_key)
);

CREATE TABLE control.sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES control.users (id),
    -- SHA-256 of 256 random bits: nobody who reads the table can sign in with it.
    token_hash bytea NOT NULL UNIQUE,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    ip text NOT NULL,
    user_agent text NOT NULL
);
CREATE INDEX sessions_by_user ON control.sessions (user_id);

CREATE TABLE control.email_verifications (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES control.users (id),
    -- The address that the link was sent to: it proves nothing about a later one.
    email_key text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX email_verifications_by_user ON control.email_verifications (user_id);

-- Attempts within a window of time, by account or by address. Unlogged: after a crash everybody starts afresh.
CREATE UNLOGGED TABLE control.attempts (
    key text PRIMARY KEY,
    count integer NOT NULL,
    window_ends_at timestamptz NOT NULL
);

ALTER TABLE control.users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.email_verifications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.attempts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_account ON control.users TO borough_app
    USING (id = (SELECT current_setting('app.user_id')::uuid))
    WITH CHECK (id = (SELECT current_setting('app.user_id')::uuid));
CREATE POLICY own_sessions ON control.sessions TO borough_app
    USING (user_id = (SELECT current_setting('app.user_id')::uuid))
    WITH CHECK (user_id = (SELECT current_setting('app.user_id')::uuid));
CREATE POLICY own_verifications ON control.email_verifications TO borough_app
    USING (user_id = (SELECT current_setting('app.user_id')::uuid))
    WITH CHECK (user_id = (SELECT current_setting('app.user_id')::uuid));
CREATE POLICY definer ON control.users TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.sessions TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.email_verifications TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.attempts TO borough_definer USING (true) WITH CHECK (true);

-- The program never reads a password's hash or a token's: it asks a function that takes or compares them.
GRANT SELECT (id, email, email_key, name, email_verified_at, version, created_at) ON control.users TO borough_app;
GRANT INSERT, UPDATE (password_hash) ON control.users TO borough_app;
GRANT SELECT (id, user_id, version, created_at, expires_at, ended_at, ip, user_agent) ON control.sessions TO borough_app;
GRANT INSERT, UPDATE (ended_at) ON control.sessions TO borough_app;
GRANT INSERT ON control.email_verifications TO borough_app;
GRANT SELECT ON control.users, control.sessions, control.email_verifications TO borough_definer;
GRANT UPDATE (email_verified_at) ON control.users TO borough_definer;
GRANT UPDATE (used_at) ON control.email_verifications TO borough_definer;
GRANT SELECT, INSERT, UPDATE, DELETE ON control.attempts TO borough_definer;

-- Versions: whoever cached something about a person or a session learns from them that it is old.
CREATE FUNCTION control.raise_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER raise_version BEFORE UPDATE ON control.users FOR EACH ROW EXECUTE FUNCTION control.raise_version();
CREATE TRIGGER raise_version BEFORE UPDATE ON control.sessions FOR EACH ROW EXECUTE FUNCTION control.raise_version();

-- The account of an address, for checking a password. No row: no such account.
CREATE FUNCTION control.credentials(p_email_key text) RETURNS TABLE (user_id uuid, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT id, password_hash FROM control.users WHERE email_key = p_email_key;
END;

-- The session of a token, if it can still be used.
CREATE FUNCTION control.session_by_token(p_token_hash bytea)
    RETURNS TABLE (session_id uuid, user_id uuid, session_version bigint, user_version bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT s.id, u.id, s.version, u.version
    FROM control.sessions s JOIN control.users u ON u.id = s.user_id
    WHERE s.token_hash = p_token_hash AND s.ended_at IS NULL AND s.expires_at > now();
END;

-- Of these sessions, those that can still be used.
CREATE FUNCTION control.usable_sessions(p_sessions uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT id FROM control.sessions WHERE id = ANY (p_sessions) AND ended_at IS NULL AND expires_at > now();
END;

-- Counts an attempt. Answers how many seconds to wait: 0 when it is within the limit.
CREATE FUNCTION control.count_attempt(p_key text, p_limit integer, p_window interval) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    attempt control.attempts;
BEGIN
    INSERT INTO control.attempts AS a (key, count, window_ends_at)
    VALUES (p_key, 1, now() + p_window)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN a.window_ends_at <= now() THEN 1 ELSE a.count + 1 END,
        window_ends_at = CASE WHEN a.window_ends_at <= now() THEN now() + p_window ELSE a.window_ends_at END
    RETURNING * INTO attempt;
    IF attempt.count <= p_limit THEN
        RETURN 0;
    END IF;
    RETURN greatest(1, ceil(extract(epoch FROM attempt.window_ends_at - now())))::integer;
END $$;

-- Forgets the attempts of a key: the right password was given.
CREATE FUNCTION control.forget_attempts(p_key text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    DELETE FROM control.attempts WHERE key = p_key OR window_ends_at < now() - interval '1 day';
END;

-- Uses a mailed link up, for the person of this transaction. No row: it was used, is too old, is another person's, or the
-- address is another one now.
CREATE FUNCTION control.verify_email(p_token_hash bytea) RETURNS TABLE (user_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    link record;
BEGIN
    UPDATE control.email_verifications v SET used_at = now()
    FROM control.users u
    WHERE v.token_hash = p_token_hash AND v.user_id = current_setting('app.user_id')::uuid
        AND v.used_at IS NULL AND v.expires_at > now()
        AND u.id = v.user_id AND u.email_key = v.email_key
    RETURNING v.user_id INTO link;
    IF FOUND THEN
        UPDATE control.users SET email_verified_at = coalesce(email_verified_at, now()) WHERE id = link.user_id;
        RETURN QUERY SELECT link.user_id;
    END IF;
END $$;

-- Opens a transaction of one person. The error named BO001 says that what the caller remembers is old.
CREATE FUNCTION control.open_account(p_session uuid, p_session_version bigint, p_user_version bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person record;
BEGIN
    SELECT u.id, CASE WHEN u.email_verified_at IS NULL THEN '' ELSE u.email_key END AS verified_email INTO person
    FROM control.sessions s JOIN control.users u ON u.id = s.user_id
    WHERE s.id = p_session AND s.version = p_session_version AND u.version = p_user_version
        AND s.ended_at IS NULL AND s.expires_at > now();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access has changed' USING ERRCODE = 'BO001';
    END IF;
    PERFORM control.choose('00000000-0000-0000-0000-000000000000', person.id, person.verified_email);
END $$;

-- Opens a transaction of a person who has no session yet: one who just gave the right password, or is being made.
CREATE FUNCTION control.open_person(p_user uuid) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT control.choose('00000000-0000-0000-0000-000000000000', p_user, '');
END;

ALTER FUNCTION control.credentials OWNER TO borough_definer;
ALTER FUNCTION control.session_by_token OWNER TO borough_definer;
ALTER FUNCTION control.usable_sessions OWNER TO borough_definer;
ALTER FUNCTION control.count_attempt OWNER TO borough_definer;
ALTER FUNCTION control.forget_attempts OWNER TO borough_definer;
ALTER FUNCTION control.verify_email OWNER TO borough_definer;
ALTER FUNCTION control.open_account OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.credentials, control.session_by_token, control.usable_sessions,
    control.count_attempt, control.forget_attempts, control.verify_email, control.open_account, control.open_person
    TO borough_app;
GRANT EXECUTE ON FUNCTION control.count_attempt, control.forget_attempts TO borough_operator;
