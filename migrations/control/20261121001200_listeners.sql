-- Whether open pages may still listen. The feed shows a removed member out in its own place; this sees what no feed tells:
-- a membership that was ended by hand, a suspended organization, an entry that was lost.

-- Of these listeners, those that may listen no more. What is false says why; if neither is, the session's person is no
-- active member. A login that sees no rows gets everybody back, never nobody.
CREATE FUNCTION control.barred_listeners(p_sessions uuid[], p_tenants uuid[], p_members uuid[])
    RETURNS TABLE (session_id uuid, tenant_id uuid, member_id uuid, is_signed_in boolean, is_active boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT l.session_id, l.tenant_id, l.member_id, s.id IS NOT NULL, t.id IS NOT NULL
    FROM unnest(p_sessions, p_tenants, p_members) AS l (session_id, tenant_id, member_id)
    LEFT JOIN control.sessions s ON s.id = l.session_id AND s.ended_at IS NULL AND s.expires_at > now()
    LEFT JOIN control.tenants t ON t.id = l.tenant_id AND t.status = 'active'
    LEFT JOIN control.memberships m ON m.tenant_id = l.tenant_id AND m.id = l.member_id AND m.user_id = s.user_id
        AND m.status = 'active'
    WHERE s.id IS NULL OR t.id IS NULL OR m.id IS NULL;
END;

-- `usable_sessions`, which asked for sessions only, stays for processes of the version before this one.
ALTER FUNCTION control.barred_listeners OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.barred_listeners TO borough_app;
