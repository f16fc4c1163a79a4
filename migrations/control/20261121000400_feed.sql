-- What happened: one feed for each organization, its audit log, and the platform's own log.

-- The head of a tenant's feed. Locked last in every change, so that numbers have no gaps and follow the commits.
CREATE TABLE control.feed (
    tenant_id uuid PRIMARY KEY REFERENCES control.tenants (id),
    position bigint NOT NULL DEFAULT 0,
    audit_position bigint NOT NULL DEFAULT 0,
    audit_hash bytea NOT NULL DEFAULT ''
);

-- What open pages are told: kind and ids, never values.
CREATE TABLE control.events (
    tenant_id uuid NOT NULL REFERENCES control.tenants (id),
    number bigint NOT NULL,
    kind text NOT NULL,
    ids uuid[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, number)
);

-- Append-only: the program may read it and add to it by `commit_changes`, nothing else. Each entry's hash covers the
-- one before, so that a changed or missing row is found.
CREATE TABLE control.audit_entries (
    tenant_id uuid NOT NULL REFERENCES control.tenants (id),
    number bigint NOT NULL,
    created_at timestamptz NOT NULL,
    -- What happened, by whom, to what, from where: see `AuditEntry` in the program.
    entry jsonb NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (tenant_id, number)
);

-- Sign-ins, accounts, operators: what belongs to no tenant.
CREATE TABLE control.platform_audit (
    number bigint PRIMARY KEY,
    created_at timestamptz NOT NULL,
    -- Whose page shows it; none for what concerns nobody in particular.
    user_id uuid REFERENCES control.users (id),
    entry jsonb NOT NULL,
    hash bytea NOT NULL
);
CREATE INDEX platform_audit_by_user ON control.platform_audit (user_id, number);
CREATE TABLE control.platform_feed (
    -- One row.
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    audit_position bigint NOT NULL DEFAULT 0,
    audit_hash bytea NOT NULL DEFAULT ''
);
INSERT INTO control.platform_feed DEFAULT VALUES;

ALTER TABLE control.feed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.audit_entries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.platform_audit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.platform_feed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON control.feed TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY tenant ON control.events TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY tenant ON control.audit_entries TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY own_entries ON control.platform_audit FOR SELECT TO borough_app
    USING (user_id = (SELECT current_setting('app.user_id')::uuid));
CREATE POLICY definer ON control.feed TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.events TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.audit_entries TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.platform_audit TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.platform_feed TO borough_definer USING (true) WITH CHECK (true);

GRANT SELECT ON control.feed, control.events, control.audit_entries TO borough_app;
-- A new organization's feed starts at its defaults; its head moves only in `commit_changes`.
GRANT INSERT (tenant_id) ON control.feed TO borough_app;
GRANT SELECT ON control.platform_audit TO borough_app;
GRANT SELECT, UPDATE ON control.feed, control.platform_feed TO borough_definer;
GRANT SELECT, INSERT ON control.events, control.audit_entries, control.platform_audit TO borough_definer;

-- The hash of an entry: everything in it, behind the hash of the entry before.
CREATE FUNCTION control.audit_hash(p_before bytea, p_tenant uuid, p_number bigint, p_at timestamptz, p_entry jsonb)
    RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT sha256(p_before || convert_to(jsonb_build_array(
        p_tenant, p_number, (extract(epoch FROM p_at) * 1000000)::bigint, p_entry)::text, 'UTF8'));
END;
GRANT EXECUTE ON FUNCTION control.audit_hash TO borough_app, borough_definer;

-- Ends a tenant's change: the checks that wait for the end, one audit entry each, one event for all of it. Answers the
-- event's number. It is the last statement of the transaction: in one that has failed before, it fails.
CREATE FUNCTION control.commit_changes(p_kind text, p_ids uuid[], p_entries jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    this_tenant constant uuid := current_setting('app.tenant_id')::uuid;
    head control.feed;
    entry jsonb;
    at constant timestamptz := clock_timestamp();
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;
    SELECT * INTO STRICT head FROM control.feed WHERE tenant_id = this_tenant FOR UPDATE;
    FOR entry IN SELECT * FROM jsonb_array_elements(p_entries) LOOP
        head.audit_position := head.audit_position + 1;
        head.audit_hash := control.audit_hash(head.audit_hash, this_tenant, head.audit_position, at, entry);
        INSERT INTO control.audit_entries (tenant_id, number, created_at, entry, hash)
        VALUES (this_tenant, head.audit_position, at, entry, head.audit_hash);
    END LOOP;
    IF p_kind IS NOT NULL THEN
        head.position := head.position + 1;
        INSERT INTO control.events (tenant_id, number, kind, ids) VALUES (this_tenant, head.position, p_kind, p_ids);
    END IF;
    UPDATE control.feed
    SET position = head.position, audit_position = head.audit_position, audit_hash = head.audit_hash
    WHERE tenant_id = this_tenant;
    RETURN head.position;
END $$;

-- Writes the platform's log.
CREATE FUNCTION control.record_platform(p_user uuid, p_entry jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    head control.platform_feed;
    at constant timestamptz := clock_timestamp();
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
    SELECT * INTO STRICT head FROM control.platform_feed FOR UPDATE;
    head.audit_position := head.audit_position + 1;
    head.audit_hash := control.audit_hash(
        head.audit_hash, coalesce(p_user, nobody), head.audit_position, at, p_entry);
    INSERT INTO control.platform_audit (number, created_at, user_id, entry, hash)
    VALUES (head.audit_position, at, p_user, p_entry, head.audit_hash);
    UPDATE control.platform_feed SET audit_position = head.audit_position, audit_hash = head.audit_hash;
END $$;

-- How far these tenants' feeds have come: what a process asks to learn that it missed something.
CREATE FUNCTION control.feed_positions(p_tenants uuid[]) RETURNS TABLE (tenant_id uuid, "position" bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT f.tenant_id, f.position FROM control.feed f WHERE f.tenant_id = ANY (p_tenants);
END;

ALTER FUNCTION control.commit_changes OWNER TO borough_definer;
ALTER FUNCTION control.record_platform OWNER TO borough_definer;
ALTER FUNCTION control.feed_positions OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.commit_changes, control.feed_positions TO borough_app;
GRANT EXECUTE ON FUNCTION control.record_platform TO borough_app, borough_operator;

-- An organization keeps at least one member whose role holds every permission, and a member at least one role. Checked
-- at the end of the transaction, behind the feed's lock: two changes at the same time cannot each count on the other's
-- administrator.
CREATE FUNCTION control.check_members() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM control.feed WHERE tenant_id = OLD.tenant_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM control.memberships m
        JOIN control.member_roles mr ON mr.tenant_id = m.tenant_id AND mr.member_id = m.id
        JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
        WHERE m.tenant_id = OLD.tenant_id AND m.status = 'active' AND r.grants_all
    ) THEN
        RAISE EXCEPTION 'an organization keeps at least one administrator'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'last_admin';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION control.check_members OWNER TO borough_definer;
CREATE CONSTRAINT TRIGGER last_admin AFTER UPDATE OF status OR DELETE ON control.memberships
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION control.check_members();
CREATE CONSTRAINT TRIGGER last_admin AFTER UPDATE OR DELETE ON control.member_roles
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION control.check_members();
CREATE CONSTRAINT TRIGGER last_admin AFTER UPDATE OR DELETE ON control.roles
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION control.check_members();

CREATE FUNCTION control.check_member_has_role() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- The membership is named by its own row or by the role that was taken from it.
    member constant uuid := CASE TG_TABLE_NAME
        WHEN 'memberships' THEN (to_jsonb(NEW) ->> 'id')::uuid
        ELSE (to_jsonb(OLD) ->> 'member_id')::uuid
    END;
    this_tenant constant uuid := coalesce(NEW.tenant_id, OLD.tenant_id);
BEGIN
    IF EXISTS (SELECT 1 FROM control.memberships m WHERE m.tenant_id = this_tenant AND m.id = member)
        AND NOT EXISTS (SELECT 1 FROM control.member_roles mr WHERE mr.tenant_id = this_tenant AND mr.member_id = member)
    THEN
        RAISE EXCEPTION 'a member has at least one role' USING ERRCODE = 'check_violation', CONSTRAINT = 'member_has_role';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION control.check_member_has_role OWNER TO borough_definer;
CREATE CONSTRAINT TRIGGER member_has_role AFTER INSERT ON control.memberships
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION control.check_member_has_role();
CREATE CONSTRAINT TRIGGER member_has_role AFTER UPDATE OR DELETE ON control.member_roles
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION control.check_member_has_role();
