-- Doors look up what they rely on, instead of being told it by whoever knocks.

-- Who reads and writes in a transaction before a tenant or a person is known: nobody.
CREATE FUNCTION control.choose(p_tenant uuid, p_user uuid) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT set_config('app.tenant_id', p_tenant::text, true),
           set_config('app.user_id', p_user::text, true);
END;
GRANT EXECUTE ON FUNCTION control.choose(uuid, uuid) TO borough_app, borough_definer;

-- Opens a transaction of one person. The error named BO001 says that what the caller remembers is old.
CREATE OR REPLACE FUNCTION control.open_account(p_session uuid, p_session_version bigint, p_user_version bigint)
    RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person uuid;
BEGIN
    SELECT u.id INTO person
    FROM control.sessions s JOIN control.users u ON u.id = s.user_id
    WHERE s.id = p_session AND s.version = p_session_version AND u.version = p_user_version
        AND s.ended_at IS NULL AND s.expires_at > now();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access has changed' USING ERRCODE = 'BO001';
    END IF;
    PERFORM control.choose('00000000-0000-0000-0000-000000000000', person);
END $$;

-- Opens a transaction of a person who has no session yet: one who just gave the right password, or is being made.
CREATE OR REPLACE FUNCTION control.open_person(p_user uuid) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT control.choose('00000000-0000-0000-0000-000000000000', p_user);
END;

-- Opens a transaction in a tenant, for this transaction only. BO001: what the caller remembers is old, or it is over.
CREATE OR REPLACE FUNCTION control.open_tenant(p_tenant uuid, p_member uuid, p_session uuid, p_session_version bigint,
        p_user_version bigint, p_member_version bigint, p_access_version bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1
    FROM control.sessions s
    JOIN control.users u ON u.id = s.user_id AND u.version = p_user_version
    JOIN control.memberships m ON m.tenant_id = p_tenant AND m.id = p_member AND m.user_id = u.id
        AND m.version = p_member_version AND m.status = 'active'
    JOIN control.tenants t ON t.id = m.tenant_id AND t.access_version = p_access_version AND t.status = 'active'
    WHERE s.id = p_session AND s.version = p_session_version AND s.ended_at IS NULL AND s.expires_at > now();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access has changed' USING ERRCODE = 'BO001';
    END IF;
    PERFORM control.choose(p_tenant, '00000000-0000-0000-0000-000000000000');
END $$;

-- Opens a transaction for the program's own work in a tenant: feeding its room, never a person's call.
CREATE OR REPLACE FUNCTION control.open_system(p_tenant uuid) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT control.choose(p_tenant, '00000000-0000-0000-0000-000000000000');
END;

-- Opens a transaction that makes a tenant: only an id that no tenant has.
CREATE OR REPLACE FUNCTION control.open_founding(p_tenant uuid, p_user uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM control.tenants WHERE id = p_tenant) THEN
        RAISE EXCEPTION 'this tenant exists' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM control.choose(p_tenant, p_user);
END $$;

-- What a form of this transaction's person made when it was sent before.
CREATE OR REPLACE FUNCTION control.tenant_by_key(p_user uuid, p_key uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT slug FROM control.tenants
    WHERE created_by = p_user AND created_by = current_setting('app.user_id')::uuid AND idempotency_key = p_key;
END;

-- One process' connections, all tenants in one statement; those that it names no longer are forgotten after the
-- lifetime, so that a process that dies leaves nobody behind. Who is no member of the tenant is not there: asked here and
-- not by a foreign key, which would write to a membership's row for each page that is opened.
CREATE OR REPLACE FUNCTION control.keep_presence(p_tenants uuid[], p_members uuid[], p_connections uuid[],
        p_lifetime interval) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    INSERT INTO control.presence (tenant_id, member_id, connection_id, expires_at)
    SELECT m.tenant_id, m.id, u.c, now() + p_lifetime
    FROM unnest(p_tenants, p_members, p_connections) AS u (t, m, c)
    JOIN control.memberships m ON m.tenant_id = u.t AND m.id = u.m AND m.status = 'active'
    ORDER BY m.tenant_id, m.id, u.c
    ON CONFLICT (tenant_id, member_id, connection_id) DO UPDATE SET expires_at = EXCLUDED.expires_at;
    DELETE FROM control.presence WHERE expires_at < now() - interval '1 minute';
END;
