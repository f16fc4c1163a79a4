-- Forgotten passwords and new addresses: what a person changes of an account by a mailed link, and the account's own page.

-- Links that change something once they are opened. One that confirms an address which an account has already stands in
-- `email_verifications`.
CREATE TABLE control.account_links (
    -- SHA-256 of 256 random bits.
    token_hash bytea PRIMARY KEY,
    -- Nobody: a reset was asked for with an address that has no account. The row is made all the same, so that asking takes
    -- as long.
    user_id uuid REFERENCES control.users (id),
    purpose text NOT NULL CHECK (purpose IN ('reset', 'address')),
    -- For a reset the account's address, to which the link went; else the one that the account shall have.
    email text NOT NULL,
    email_key text NOT NULL,
    -- SHA-256 of the hash of the password that the account had: a link proves nothing about a later one.
    password_mark bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT account_links_of_somebody CHECK (user_id IS NOT NULL OR purpose = 'reset')
);
CREATE INDEX account_links_by_user ON control.account_links (user_id) WHERE used_at IS NULL;
CREATE INDEX account_links_by_end ON control.account_links (least(expires_at, used_at));

-- The same uniqueness by an index that is no key (it has a condition, which every address meets): a change of a key would
-- wait for whoever refers to the row, and they, behind the lock of the platform's log, for it.
ALTER TABLE control.users DROP CONSTRAINT users_email_taken;
CREATE UNIQUE INDEX users_email_taken ON control.users (email_key) WHERE email_key IS NOT NULL;

-- The program reaches it by the functions below and no other way.
ALTER TABLE control.account_links ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY definer ON control.account_links TO borough_definer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (used_at), DELETE ON control.account_links TO borough_definer;
GRANT INSERT (id, tenant_id, recipient, subject, body) ON control.mails TO borough_definer;
GRANT UPDATE (password_hash, email, email_key) ON control.users TO borough_definer;

-- A person renames himself, and a session goes on under a new token when its password was changed.
GRANT UPDATE (name) ON control.users TO borough_app;
GRANT UPDATE (token_hash) ON control.sessions TO borough_app;

-- What a link remembers of a password.
CREATE FUNCTION control.password_mark(p_password_hash text) RETURNS bytea
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT sha256(convert_to(p_password_hash, 'UTF8'));
END;

-- Whether this is still the hash of the password of this transaction's person, who is held until its end: whoever changes
-- the password meanwhile comes before or after, never in between.
CREATE FUNCTION control.holds_password(p_password_hash text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM control.users
    WHERE id = current_setting('app.user_id')::uuid AND password_hash = p_password_hash
    FOR NO KEY UPDATE;
    RETURN FOUND;
END $$;

-- Writes a link and its mail for the account of an address, and answers whose it is. Where there is none, both are written
-- too, and the mail is taken back before anybody can send it: that takes as long.
CREATE FUNCTION control.ask_reset(p_token_hash bytea, p_email text, p_email_key text, p_expires_at timestamptz,
        p_mail uuid, p_subject text, p_body text) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person record;
BEGIN
    SELECT id, email, password_hash INTO person FROM control.users WHERE email_key = p_email_key;
    INSERT INTO control.account_links (token_hash, user_id, purpose, email, email_key, password_mark, expires_at)
    VALUES (p_token_hash, person.id, 'reset', coalesce(person.email, p_email), p_email_key,
        control.password_mark(coalesce(person.password_hash, '')), p_expires_at);
    INSERT INTO control.mails (id, tenant_id, recipient, subject, body)
    VALUES (p_mail, '00000000-0000-0000-0000-000000000000', coalesce(person.email, p_email), p_subject, p_body);
    IF person.id IS NULL THEN
        DELETE FROM control.mails WHERE id = p_mail;
    END IF;
    RETURN person.id;
END $$;

-- Whose password a link sets, while it can be used.
CREATE FUNCTION control.reset_of(p_token_hash bytea) RETURNS TABLE (user_id uuid, name text, email text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT u.id, u.name, u.email
    FROM control.account_links l
    JOIN control.users u ON u.id = l.user_id AND u.email_key = l.email_key
        AND control.password_mark(u.password_hash) = l.password_mark
    WHERE l.token_hash = p_token_hash AND l.purpose = 'reset' AND l.used_at IS NULL AND l.expires_at > now();
END;

-- Sets the password of this transaction's person by a link, which is used up with all the others. It came by mail: who
-- holds it reads that mailbox. False: it cannot be used, or is another person's.
CREATE FUNCTION control.use_reset(p_token_hash bytea, p_password_hash text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me constant uuid := current_setting('app.user_id')::uuid;
BEGIN
    -- The turn. The statement after it sees what was committed while this one waited.
    PERFORM 1 FROM control.users WHERE id = me FOR NO KEY UPDATE;
    PERFORM 1 FROM control.reset_of(p_token_hash) r WHERE r.user_id = me;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE control.users SET password_hash = p_password_hash, email_verified_at = coalesce(email_verified_at, now())
    WHERE id = me;
    UPDATE control.account_links SET used_at = now() WHERE user_id = me AND used_at IS NULL;
    RETURN true;
END $$;

-- Writes a link by which this transaction's person gets another address; those before it open nothing more. Answers whether
-- nobody has that address.
CREATE FUNCTION control.ask_address(p_token_hash bytea, p_email text, p_email_key text, p_expires_at timestamptz)
    RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me constant uuid := current_setting('app.user_id')::uuid;
BEGIN
    UPDATE control.account_links SET used_at = now() WHERE user_id = me AND purpose = 'address' AND used_at IS NULL;
    INSERT INTO control.account_links (token_hash, user_id, purpose, email, email_key, password_mark, expires_at)
    SELECT p_token_hash, me, 'address', p_email, p_email_key, control.password_mark(password_hash), p_expires_at
    FROM control.users WHERE id = me;
    RETURN NOT EXISTS (SELECT 1 FROM control.users WHERE email_key = p_email_key);
END $$;

-- The address that this transaction's person shall have once its link is opened.
CREATE FUNCTION control.asked_address() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT l.email FROM control.account_links l
    JOIN control.users u ON u.id = l.user_id AND control.password_mark(u.password_hash) = l.password_mark
    WHERE u.id = current_setting('app.user_id')::uuid AND l.purpose = 'address'
        AND l.used_at IS NULL AND l.expires_at > now();
END;

-- Gives this transaction's person the address that a link was mailed to, and uses up all other links, which went to another
-- one. No row: it cannot be used, or is another person's.
CREATE FUNCTION control.use_address(p_token_hash bytea) RETURNS TABLE (old_email text, new_email text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me constant uuid := current_setting('app.user_id')::uuid;
    person record;
    link record;
BEGIN
    SELECT email, password_hash INTO person FROM control.users WHERE id = me FOR NO KEY UPDATE;
    UPDATE control.account_links l SET used_at = now()
    WHERE l.token_hash = p_token_hash AND l.purpose = 'address' AND l.user_id = me
        AND l.used_at IS NULL AND l.expires_at > now()
        AND l.password_mark = control.password_mark(person.password_hash)
    RETURNING l.email, l.email_key INTO link;
    IF FOUND THEN
        UPDATE control.users SET email = link.email, email_key = link.email_key, email_verified_at = now() WHERE id = me;
        UPDATE control.account_links SET used_at = now() WHERE user_id = me AND used_at IS NULL;
        RETURN QUERY SELECT person.email, link.email;
    END IF;
END $$;

-- The sessions of this transaction's person that can still be used, the one that was in use last first.
CREATE FUNCTION control.own_sessions()
    RETURNS TABLE (session_id uuid, created_at timestamptz, seen_at timestamptz, ip text, user_agent text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT s.id, s.created_at, greatest(l.seen_at, s.created_at), s.ip, s.user_agent
    FROM control.sessions s LEFT JOIN control.last_seen l ON l.session_id = s.id
    WHERE s.user_id = current_setting('app.user_id')::uuid AND s.ended_at IS NULL AND s.expires_at > now()
    ORDER BY 3 DESC, s.id;
END;

-- Tells every organization of this transaction's person that the name or the address is another now: an entry in each log
-- and an event in each feed, in the order of the tenants, so that two who do this never wait for each other in a circle.
CREATE FUNCTION control.tell_tenants(p_entry jsonb) RETURNS TABLE (tenant_id uuid, "position" bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me constant uuid := current_setting('app.user_id')::uuid;
    member record;
BEGIN
    FOR member IN
        SELECT m.tenant_id, m.id FROM control.memberships m
        WHERE m.user_id = me AND m.status <> 'removed' ORDER BY m.tenant_id
    LOOP
        PERFORM control.choose(member.tenant_id, me);
        RETURN QUERY SELECT member.tenant_id, control.commit_changes('member.profile_changed', ARRAY[member.id],
            jsonb_build_array(p_entry || jsonb_build_object('resource', member.id, 'member', member.id)));
    END LOOP;
    PERFORM control.choose('00000000-0000-0000-0000-000000000000', me);
END $$;

-- What is over: as before, and the links of accounts. Each table by its key, when a row of it was over, and how long that is
-- kept.
CREATE OR REPLACE FUNCTION control.delete_expired(p_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended record;
    deleted integer := 0;
    rows integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('borough deletes what is over')) THEN
        RETURN 0;
    END IF;
    FOR ended IN SELECT * FROM (VALUES
        ('attempts', 'key', 'window_ends_at', interval '0'),
        ('sessions', 'id', 'least(expires_at, ended_at)', interval '30 days'),
        ('operator_sessions', 'id', 'least(expires_at, ended_at)', interval '30 days'),
        ('email_verifications', 'token_hash', 'least(expires_at, used_at)', interval '30 days'),
        ('account_links', 'token_hash', 'least(expires_at, used_at)', interval '30 days'),
        ('mails', 'id', 'coalesce(delivered_at, failed_at, created_at)', interval '30 days')
    ) AS tables (name, key, at, kept_for) LOOP
        EXECUTE format('DELETE FROM control.%1$I WHERE %2$I = ANY (ARRAY(
            SELECT %2$I FROM control.%1$I WHERE %3$s <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED))',
            ended.name, ended.key, ended.at) USING now() - ended.kept_for, p_most;
        GET DIAGNOSTICS rows = ROW_COUNT;
        deleted := deleted + rows;
    END LOOP;
    RETURN deleted;
END $$;

GRANT EXECUTE ON FUNCTION control.password_mark TO borough_definer;
ALTER FUNCTION control.holds_password OWNER TO borough_definer;
ALTER FUNCTION control.ask_reset OWNER TO borough_definer;
ALTER FUNCTION control.reset_of OWNER TO borough_definer;
ALTER FUNCTION control.use_reset OWNER TO borough_definer;
ALTER FUNCTION control.ask_address OWNER TO borough_definer;
ALTER FUNCTION control.asked_address OWNER TO borough_definer;
ALTER FUNCTION control.use_address OWNER TO borough_definer;
ALTER FUNCTION control.own_sessions OWNER TO borough_definer;
ALTER FUNCTION control.tell_tenants OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.holds_password, control.ask_reset, control.reset_of, control.use_reset,
    control.ask_address, control.asked_address, control.use_address, control.own_sessions, control.tell_tenants
    TO borough_app;
