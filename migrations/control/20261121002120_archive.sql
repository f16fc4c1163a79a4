-- An organization can be put away and taken out again. While it is away nobody can go into it, and nobody is told that it is
-- there but those who may take it out.

-- Puts the organization of this transaction away. False: it is not open. Whether the member may is asked at the end, by
-- `commit_as_member`.
CREATE FUNCTION control.archive_tenant() RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE control.tenants SET status = 'archived'
    WHERE id = current_setting('app.tenant_id')::uuid AND status = 'active';
    RETURN FOUND;
END $$;
GRANT UPDATE (status) ON control.tenants TO borough_definer;

-- Takes an organization out again, for the person of this transaction, and goes on in it. No row: it is not put away, or the
-- person may not. Locks as a change does: first the organization, then its turn.
CREATE FUNCTION control.restore_tenant(p_public_id text) RETURNS TABLE (tenant_id uuid, member_id uuid, slug text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    person constant uuid := current_setting('app.user_id')::uuid;
    found_tenant record;
    found_member uuid;
BEGIN
    SELECT t.id, t.slug INTO found_tenant FROM control.tenants t
    JOIN control.memberships m ON m.tenant_id = t.id AND m.user_id = person AND m.status = 'active'
    WHERE t.public_id = p_public_id AND t.status = 'archived'
    FOR NO KEY UPDATE OF t;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM 1 FROM control.feed f WHERE f.tenant_id = found_tenant.id FOR UPDATE;
    -- A statement of its own: it sees what was committed while those above waited.
    SELECT m.id INTO found_member FROM control.memberships m
    WHERE m.tenant_id = found_tenant.id AND m.user_id = person AND m.status = 'active'
        AND control.covers(m.tenant_id, m.id, '{}', ARRAY['organization:archive']);
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE control.tenants SET status = 'active' WHERE id = found_tenant.id;
    PERFORM control.choose(found_tenant.id, person);
    RETURN QUERY SELECT found_tenant.id, found_member, found_tenant.slug;
END $$;

-- As before, and the change that puts the organization away is its member's, too.
CREATE OR REPLACE FUNCTION control.commit_as_member(p_session uuid, p_member uuid, p_permission text, p_kind text,
        p_ids uuid[], p_entries jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    this_tenant constant uuid := current_setting('app.tenant_id')::uuid;
BEGIN
    -- The turn. The statement after it sees what was committed while this one waited.
    PERFORM 1 FROM control.feed WHERE tenant_id = this_tenant FOR UPDATE;
    PERFORM 1
    FROM control.memberships m
    JOIN control.tenants t ON t.id = m.tenant_id AND (t.status = 'active'
        OR p_kind = 'tenant.archived' AND t.status = 'archived' AND t.xmin = pg_current_xact_id()::xid)
    JOIN control.sessions s ON s.id = p_session AND s.user_id = m.user_id AND s.ended_at IS NULL AND s.expires_at > now()
    WHERE m.tenant_id = this_tenant AND m.id = p_member
        -- What this change itself does to the member's own rights was decided before.
        AND (m.xmin = pg_current_xact_id()::xid
            OR m.status = 'active' AND control.covers(m.tenant_id, m.id, '{}', ARRAY[p_permission]));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access has changed' USING ERRCODE = 'BO001';
    END IF;
    RETURN control.commit_changes(p_kind, p_ids, p_entries);
END $$;

-- What the chooser shows of a person's organizations, and of those put away that the person may take out. (The function
-- `organizations_of` stays for processes of the version before.)
CREATE FUNCTION control.chooser_of(p_user uuid)
    RETURNS TABLE (public_id text, slug text, title text, environment text, colour text, logo text, is_archived boolean,
        roles text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT t.public_id, t.slug, t.title, t.environment, t.colour, l.tag, t.status = 'archived',
        ARRAY(SELECT r.name FROM control.member_roles mr
            JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
            WHERE mr.tenant_id = m.tenant_id AND mr.member_id = m.id ORDER BY r.name)
    FROM control.memberships m
    JOIN control.tenants t ON t.id = m.tenant_id
    LEFT JOIN control.logos l ON l.tenant_id = t.id
    WHERE m.user_id = p_user AND m.user_id = current_setting('app.user_id')::uuid AND m.status = 'active'
        AND (t.status = 'active'
            OR t.status = 'archived' AND control.covers(m.tenant_id, m.id, '{}', ARRAY['organization:archive']))
    ORDER BY t.title, t.slug;
END;

ALTER FUNCTION control.archive_tenant OWNER TO borough_definer;
ALTER FUNCTION control.restore_tenant OWNER TO borough_definer;
ALTER FUNCTION control.chooser_of OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.archive_tenant, control.restore_tenant, control.chooser_of TO borough_app;
