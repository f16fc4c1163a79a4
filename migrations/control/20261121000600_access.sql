-- The doors to a tenant.

-- All that decides what a session may do in a tenant, with the versions by which the answer can be remembered. No row:
-- the session has ended. No member: the tenant does not exist for this person.
CREATE FUNCTION control.load_access(p_session uuid, p_public_id text)
    RETURNS TABLE (session_version bigint, user_version bigint, user_id uuid, tenant_id uuid, member_id uuid,
        member_version bigint, access_version bigint, grants_all boolean, permissions text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT s.version, u.version, u.id, t.id, m.id, m.version, t.access_version, coalesce(held.grants_all, false),
        coalesce(held.permissions, '{}')
    FROM control.sessions s
    JOIN control.users u ON u.id = s.user_id
    LEFT JOIN control.tenants t ON t.public_id = p_public_id AND t.status = 'active'
    LEFT JOIN control.memberships m ON m.tenant_id = t.id AND m.user_id = u.id AND m.status = 'active'
    LEFT JOIN LATERAL (
        SELECT bool_or(r.grants_all) AS grants_all,
            array_agg(DISTINCT rp.permission) FILTER (WHERE rp.permission IS NOT NULL) AS permissions
        FROM control.member_roles mr
        JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
        LEFT JOIN control.role_permissions rp ON rp.tenant_id = r.tenant_id AND rp.role_id = r.id
        WHERE mr.tenant_id = m.tenant_id AND mr.member_id = m.id
    ) held ON true
    WHERE s.id = p_session AND s.ended_at IS NULL AND s.expires_at > now();
END;

-- Opens a transaction in a tenant, for this transaction only. BO001: what the caller remembers is old, or it is over.
CREATE FUNCTION control.open_tenant(p_tenant uuid, p_member uuid, p_session uuid, p_session_version bigint,
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
    PERFORM control.choose(p_tenant, '00000000-0000-0000-0000-000000000000', '');
END $$;

-- Opens a transaction for the program's own work in a tenant: feeding its room, never a person's call.
CREATE FUNCTION control.open_system(p_tenant uuid) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT control.choose(p_tenant, '00000000-0000-0000-0000-000000000000', '');
END;

-- Opens a transaction that makes a tenant: only an id that no tenant has.
CREATE FUNCTION control.open_founding(p_tenant uuid, p_user uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM control.tenants WHERE id = p_tenant) THEN
        RAISE EXCEPTION 'this tenant exists' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM control.choose(p_tenant, p_user, '');
END $$;

-- The id under which a tenant's address goes on; whether the caller may enter is decided by that.
CREATE FUNCTION control.tenant_by_slug(p_slug text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT public_id FROM control.tenants WHERE slug = p_slug;
END;

-- The organizations of a person, with the names of the roles held there.
CREATE FUNCTION control.organizations_of(p_user uuid)
    RETURNS TABLE (public_id text, slug text, title text, roles text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT t.public_id, t.slug, t.title,
        ARRAY(SELECT r.name FROM control.member_roles mr
            JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
            WHERE mr.tenant_id = m.tenant_id AND mr.member_id = m.id ORDER BY r.name)
    FROM control.memberships m
    JOIN control.tenants t ON t.id = m.tenant_id AND t.status = 'active'
    WHERE m.user_id = p_user AND m.user_id = current_setting('app.user_id')::uuid AND m.status = 'active'
    ORDER BY t.title, t.slug;
END;

-- What a form that makes an organization made when it was sent before.
CREATE FUNCTION control.tenant_by_key(p_user uuid, p_key uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT slug FROM control.tenants WHERE created_by = p_user AND idempotency_key = p_key;
END;

ALTER FUNCTION control.load_access OWNER TO borough_definer;
ALTER FUNCTION control.open_tenant OWNER TO borough_definer;
ALTER FUNCTION control.open_founding OWNER TO borough_definer;
ALTER FUNCTION control.tenant_by_slug OWNER TO borough_definer;
ALTER FUNCTION control.organizations_of OWNER TO borough_definer;
ALTER FUNCTION control.tenant_by_key OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.load_access, control.open_tenant, control.open_system, control.open_founding,
    control.tenant_by_slug, control.organizations_of, control.tenant_by_key TO borough_app;
