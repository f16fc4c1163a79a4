-- Which sessions have been in which tenants: the first entry is in the tenant's log, the others are not.

CREATE TABLE control.visits (
    tenant_id uuid NOT NULL REFERENCES control.tenants (id),
    session_id uuid NOT NULL REFERENCES control.sessions (id) ON DELETE CASCADE,
    PRIMARY KEY (tenant_id, session_id)
);
-- For the end of a session, which takes its visits along.
CREATE INDEX visits_of_session ON control.visits (session_id);
ALTER TABLE control.visits ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY definer ON control.visits TO borough_definer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON control.visits TO borough_definer;

-- What `load_access` answers, and the trace of it: what cannot be logged is not entered. (`load_access` itself stays granted
-- for the processes of the version before, which go on until they are replaced.)
CREATE FUNCTION control.enter(p_session uuid, p_public_id text, p_entry jsonb)
    RETURNS TABLE (session_version bigint, user_version bigint, user_id uuid, tenant_id uuid, member_id uuid,
        member_version bigint, access_version bigint, grants_all boolean, permissions text[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT * FROM control.load_access(p_session, p_public_id)
    INTO session_version, user_version, user_id, tenant_id, member_id, member_version, access_version, grants_all,
        permissions;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF member_id IS NOT NULL THEN
        INSERT INTO control.visits VALUES (tenant_id, p_session) ON CONFLICT DO NOTHING;
        IF FOUND THEN
            PERFORM control.choose(tenant_id, '00000000-0000-0000-0000-000000000000');
            PERFORM control.commit_changes(NULL, '{}', jsonb_build_array(
                p_entry || jsonb_build_object('resource', tenant_id, 'member', member_id)));
        END IF;
    END IF;
    RETURN NEXT;
END $$;
ALTER FUNCTION control.enter OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.enter TO borough_app;
