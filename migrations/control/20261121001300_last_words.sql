-- A change is its member's until its end: whoever is removed, demoted or signed out while it waits for its turn does not
-- make it any more.

-- Ends a member's change as `commit_changes` does, if the member may still make it. BO001: no longer.
CREATE FUNCTION control.commit_as_member(p_session uuid, p_member uuid, p_permission text, p_kind text, p_ids uuid[],
        p_entries jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    this_tenant constant uuid := current_setting('app.tenant_id')::uuid;
BEGIN
    -- The turn. The statement after it sees what was committed while this one waited.
    PERFORM 1 FROM control.feed WHERE tenant_id = this_tenant FOR UPDATE;
    PERFORM 1
    FROM control.memberships m
    JOIN control.tenants t ON t.id = m.tenant_id AND t.status = 'active'
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
ALTER FUNCTION control.commit_as_member OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.commit_as_member TO borough_app;
