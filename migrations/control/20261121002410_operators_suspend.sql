-- An operator suspends an organization and says why; its members are told, and nobody else.

ALTER TABLE control.tenants ADD COLUMN suspension_message text;
GRANT UPDATE (suspension_message) ON control.tenants TO borough_definer;

-- Suspends an active organization, or ends that, with an entry in its own log. False: there is none of that status. The
-- platform's log is written by the door that this is called from. One that its members have put away is theirs to take out
-- again (`restore_tenant`); one that is suspended is not.
CREATE FUNCTION control.suspend_tenant(p_public_id text, p_message text, p_entry jsonb) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    suspended uuid;
BEGIN
    UPDATE control.tenants SET status = 'suspended', suspension_message = p_message
    WHERE public_id = p_public_id AND status = 'active' RETURNING id INTO suspended;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM control.log_of_operator(suspended, p_entry);
    RETURN true;
END $$;

CREATE FUNCTION control.end_suspension(p_public_id text, p_entry jsonb) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    restored uuid;
BEGIN
    UPDATE control.tenants SET status = 'active', suspension_message = NULL
    WHERE public_id = p_public_id AND status = 'suspended' RETURNING id INTO restored;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM control.log_of_operator(restored, p_entry);
    RETURN true;
END $$;

-- Why the person of this transaction cannot get into an organization that is the person's own: for everybody else there
-- is no row, as for one that does not exist.
CREATE FUNCTION control.suspension_of(p_public_id text) RETURNS TABLE (title text, message text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT t.title, t.suspension_message
    FROM control.tenants t
    JOIN control.memberships m ON m.tenant_id = t.id AND m.status = 'active'
        AND m.user_id = current_setting('app.user_id')::uuid
    WHERE t.public_id = p_public_id AND t.status = 'suspended';
END;

-- Of these listeners, those that may listen no more, as before; and whether it was its own members who put the organization
-- away, since its open pages say so. Its new column is nothing to processes of the version before: they name theirs.
DROP FUNCTION control.barred_listeners(uuid[], uuid[], uuid[]);
CREATE FUNCTION control.barred_listeners(p_sessions uuid[], p_tenants uuid[], p_members uuid[])
    RETURNS TABLE (session_id uuid, tenant_id uuid, member_id uuid, is_signed_in boolean, is_active boolean,
        is_archived boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT l.session_id, l.tenant_id, l.member_id, s.id IS NOT NULL, t.status IS NOT DISTINCT FROM 'active',
        t.status IS NOT DISTINCT FROM 'archived'
    FROM unnest(p_sessions, p_tenants, p_members) AS l (session_id, tenant_id, member_id)
    LEFT JOIN control.sessions s ON s.id = l.session_id AND s.ended_at IS NULL AND s.expires_at > now()
    LEFT JOIN control.tenants t ON t.id = l.tenant_id
    LEFT JOIN control.memberships m ON m.tenant_id = l.tenant_id AND m.id = l.member_id AND m.user_id = s.user_id
        AND m.status = 'active'
    WHERE s.id IS NULL OR t.status IS DISTINCT FROM 'active' OR m.id IS NULL;
END;

-- When something last happened in an organization: the entries of its log are the only ones that say it at once. That
-- an operator has looked or done something is nothing that the organization did.
CREATE FUNCTION control.last_activity(p_tenant uuid) RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT created_at FROM control.audit_entries
    WHERE tenant_id = p_tenant AND NOT coalesce(entry -> 'details' ? 'operator_id', false)
    ORDER BY number DESC LIMIT 1;
END;

ALTER FUNCTION control.suspend_tenant OWNER TO borough_definer;
ALTER FUNCTION control.end_suspension OWNER TO borough_definer;
ALTER FUNCTION control.suspension_of OWNER TO borough_definer;
ALTER FUNCTION control.barred_listeners OWNER TO borough_definer;
ALTER FUNCTION control.last_activity OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.suspend_tenant, control.end_suspension, control.last_activity TO borough_operator;
GRANT EXECUTE ON FUNCTION control.suspension_of, control.barred_listeners TO borough_app;
