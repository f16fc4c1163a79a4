-- An operator looks into an organization: by a door of its own, which only ever reads.

-- Which sessions of the back office have been in which organizations, and why. The first entry is in both logs, the others
-- are not.
CREATE TABLE control.operator_visits (
    tenant_id uuid NOT NULL REFERENCES control.tenants (id),
    session_id uuid NOT NULL REFERENCES control.operator_sessions (id) ON DELETE CASCADE,
    reason text,
    PRIMARY KEY (tenant_id, session_id)
);
-- For the end of a session, which takes its visits along.
CREATE INDEX operator_visits_of_session ON control.operator_visits (session_id);
ALTER TABLE control.operator_visits ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY definer ON control.operator_visits TO borough_definer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON control.operator_visits TO borough_definer;

-- What the door asks of whoever comes.
CREATE POLICY definer ON control.operators FOR SELECT TO borough_definer USING (true);
GRANT SELECT (id, version) ON control.operators TO borough_definer;
GRANT SELECT (operator_id, last_seen_at) ON control.operator_sessions TO borough_definer;

-- Whether a session of the back office can still be used, by an operator who is still what the caller remembers. None: it
-- is over. False: the operator is another by now.
CREATE FUNCTION control.operator_holds(p_session uuid, p_operator_version bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT o.version = p_operator_version
    FROM control.operator_sessions s JOIN control.operators o ON o.id = s.operator_id
    WHERE s.id = p_session AND s.ended_at IS NULL AND s.expires_at > now()
        AND s.last_seen_at > now() - interval '1 hour';
END;

-- What an operator does with a tenant, in that tenant's own log. Called by functions that have found the tenant.
CREATE FUNCTION control.log_of_operator(p_tenant uuid, p_entry jsonb) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM control.choose(p_tenant, '00000000-0000-0000-0000-000000000000');
    PERFORM control.commit_changes(NULL, '{}', jsonb_build_array(p_entry || jsonb_build_object('resource', p_tenant)));
END $$;
GRANT EXECUTE ON FUNCTION control.log_of_operator TO borough_definer;

-- Lets an operator's session into an organization, and leaves the trace of it in both logs: what cannot be logged is not
-- entered. No row: the session is over. No tenant: there is none, or nobody may be in it now. Not let in: a reason is asked
-- for, and none was given, now or before. BO001: the operator is another by now.
CREATE FUNCTION control.enter_as_operator(p_session uuid, p_operator_version bigint, p_public_id text, p_reason text,
        p_needs_reason boolean, p_entry jsonb)
    RETURNS TABLE (tenant_id uuid, access_version bigint, is_let_in boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    holds constant boolean := control.operator_holds(p_session, p_operator_version);
    entered record;
    has_been_there boolean;
BEGIN
    IF holds IS NULL THEN
        RETURN;
    END IF;
    IF NOT holds THEN
        RAISE EXCEPTION 'access has changed' USING ERRCODE = 'BO001';
    END IF;
    SELECT t.id, t.access_version INTO entered
    FROM control.tenants t WHERE t.public_id = p_public_id AND t.status = 'active';
    IF NOT FOUND THEN
        RETURN QUERY SELECT NULL::uuid, NULL::bigint, false;
        RETURN;
    END IF;
    has_been_there := EXISTS (
        SELECT 1 FROM control.operator_visits v WHERE v.tenant_id = entered.id AND v.session_id = p_session);
    IF NOT has_been_there AND p_needs_reason AND p_reason IS NULL THEN
        RETURN QUERY SELECT entered.id, entered.access_version, false;
        RETURN;
    END IF;
    INSERT INTO control.operator_visits (tenant_id, session_id, reason) VALUES (entered.id, p_session, p_reason)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM control.log_of_operator(entered.id, p_entry);
        PERFORM control.record_platform(NULL, p_entry || jsonb_build_object('resource', entered.id));
    END IF;
    RETURN QUERY SELECT entered.id, entered.access_version, true;
END $$;

-- Opens a transaction of an operator in a tenant, for this transaction only, which has to be one that reads only: it comes
-- behind `BEGIN READ ONLY`, and refuses any other. BO001: what the caller remembers is old, or it is over.
CREATE FUNCTION control.open_tenant_as_operator(p_tenant uuid, p_session uuid, p_operator_version bigint,
        p_access_version bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('transaction_read_only') <> 'on' THEN
        RAISE EXCEPTION 'an operator only reads' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM 1
    FROM control.operator_visits v
    JOIN control.tenants t ON t.id = v.tenant_id AND t.access_version = p_access_version AND t.status = 'active'
    WHERE v.tenant_id = p_tenant AND v.session_id = p_session
        AND control.operator_holds(p_session, p_operator_version);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access has changed' USING ERRCODE = 'BO001';
    END IF;
    PERFORM control.choose(p_tenant, '00000000-0000-0000-0000-000000000000');
END $$;

ALTER FUNCTION control.operator_holds OWNER TO borough_definer;
ALTER FUNCTION control.enter_as_operator OWNER TO borough_definer;
ALTER FUNCTION control.open_tenant_as_operator OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.enter_as_operator, control.open_tenant_as_operator TO borough_app;
