-- Members: suspension, when each was last there, changes of many at once with a way back, and invitations by the hundred.

-- Whoever is suspended finds nothing, like somebody who was removed, but stays in the list with all roles. Since when is
-- kept through a removal: taking that back brings back somebody who is suspended still.
ALTER TABLE control.memberships ADD COLUMN suspended_at timestamptz;
ALTER TABLE control.memberships DROP CONSTRAINT memberships_status_check;
ALTER TABLE control.memberships
    ADD CONSTRAINT memberships_status_check CHECK (status IN ('active', 'suspended', 'removed')),
    ADD CONSTRAINT memberships_suspension
        CHECK (status = 'removed' OR (status = 'suspended') = (suspended_at IS NOT NULL));
GRANT UPDATE (suspended_at) ON control.memberships TO borough_app;

-- What the list is sorted, searched and filtered by. It is the person's own, and stands here once more, because an index
-- has the columns of one table only: of ten thousand members the first page by name took 145 ms by way of `users`, and
-- takes 2 ms by the index. Triggers keep it; nobody else writes it.
ALTER TABLE control.memberships
    ADD COLUMN name text COLLATE "und-x-icu" NOT NULL DEFAULT '',
    ADD COLUMN email_key text NOT NULL DEFAULT '',
    ADD COLUMN email_verified boolean NOT NULL DEFAULT false;
GRANT UPDATE (name, email_key, email_verified) ON control.memberships TO borough_definer;

CREATE FUNCTION control.copy_person() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT u.name, u.email_key, u.email_verified_at IS NOT NULL
    INTO NEW.name, NEW.email_key, NEW.email_verified
    FROM control.users u WHERE u.id = NEW.user_id;
    RETURN NEW;
END $$;
ALTER FUNCTION control.copy_person OWNER TO borough_definer;
CREATE TRIGGER copy_person BEFORE INSERT ON control.memberships FOR EACH ROW EXECUTE FUNCTION control.copy_person();

CREATE FUNCTION control.copy_changed_person() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE control.memberships
    SET name = NEW.name, email_key = NEW.email_key, email_verified = NEW.email_verified_at IS NOT NULL
    WHERE user_id = NEW.id;
    RETURN NULL;
END $$;
ALTER FUNCTION control.copy_changed_person OWNER TO borough_definer;
CREATE TRIGGER copy_changed_person AFTER UPDATE OF name, email_key, email_verified_at ON control.users
    FOR EACH ROW WHEN (
        (OLD.name COLLATE "C", OLD.email_key, OLD.email_verified_at IS NULL)
        IS DISTINCT FROM (NEW.name COLLATE "C", NEW.email_key, NEW.email_verified_at IS NULL))
    EXECUTE FUNCTION control.copy_changed_person();

CREATE FUNCTION control.copy_people() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    UPDATE control.memberships m
    SET name = u.name, email_key = u.email_key, email_verified = u.email_verified_at IS NOT NULL
    FROM control.users u WHERE u.id = m.user_id;
END;
ALTER FUNCTION control.copy_people OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.copy_people TO borough_owner;
DO $$ BEGIN PERFORM control.copy_people(); END $$;
DROP FUNCTION control.copy_people();

CREATE INDEX memberships_by_name ON control.memberships (tenant_id, name, id) WHERE status <> 'removed';
CREATE INDEX memberships_by_email ON control.memberships (tenant_id, email_key, id) WHERE status <> 'removed';
CREATE INDEX memberships_by_joined ON control.memberships (tenant_id, joined_at, id) WHERE status <> 'removed';

-- When a member was last active in this organization: what somebody does in another one is nobody's business here. A
-- table of its own, so that writing it neither raises the membership's version nor touches the row that every call reads.
CREATE TABLE control.member_activity (
    tenant_id uuid NOT NULL,
    member_id uuid NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, member_id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES control.memberships (tenant_id, id)
);
ALTER TABLE control.member_activity ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON control.member_activity TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY definer ON control.member_activity TO borough_definer USING (true) WITH CHECK (true);
GRANT SELECT ON control.member_activity TO borough_app;
GRANT SELECT, INSERT, UPDATE ON control.member_activity TO borough_definer;

-- These members were active just now, each in its tenant. Written once a minute at most for each.
CREATE FUNCTION control.keep_members_seen(p_tenants uuid[], p_members uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    INSERT INTO control.member_activity AS a (tenant_id, member_id, seen_at)
    SELECT m.tenant_id, m.id, now()
    FROM unnest(p_tenants, p_members) AS u (t, m)
    JOIN control.memberships m ON m.tenant_id = u.t AND m.id = u.m
    -- In one order: two processes never wait for each other in a circle.
    ORDER BY m.tenant_id, m.id
    ON CONFLICT (tenant_id, member_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
        WHERE a.seen_at <= EXCLUDED.seen_at - interval '1 minute';
END;
ALTER FUNCTION control.keep_members_seen OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.keep_members_seen TO borough_app;

-- What is known of the time before: a session that went into the organization began no later than it was there.
CREATE FUNCTION control.first_members_seen() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    INSERT INTO control.member_activity (tenant_id, member_id, seen_at)
    SELECT m.tenant_id, m.id, max(s.created_at)
    FROM control.visits v
    JOIN control.sessions s ON s.id = v.session_id
    JOIN control.memberships m ON m.tenant_id = v.tenant_id AND m.user_id = s.user_id
    GROUP BY m.tenant_id, m.id;
END;
ALTER FUNCTION control.first_members_seen OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.first_members_seen TO borough_owner;
DO $$ BEGIN PERFORM control.first_members_seen(); END $$;
DROP FUNCTION control.first_members_seen();

-- How many open sessions of a member were in this transaction's tenant: the number, and nothing of any of them. What else
-- somebody has open is not the tenant's to know.
CREATE FUNCTION control.open_sessions_of(p_tenant uuid, p_member uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT count(*)
    FROM control.memberships m
    JOIN control.visits v ON v.tenant_id = m.tenant_id
    JOIN control.sessions s ON s.id = v.session_id AND s.user_id = m.user_id
    WHERE m.tenant_id = p_tenant AND m.tenant_id = current_setting('app.tenant_id')::uuid AND m.id = p_member
        AND s.ended_at IS NULL AND s.expires_at > now();
END;
ALTER FUNCTION control.open_sessions_of OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.open_sessions_of TO borough_app;

-- A change of many members at once can be taken back for a moment. What each was before is kept for that long, and gone
-- with the next change.
CREATE TABLE control.member_batches (
    tenant_id uuid NOT NULL REFERENCES control.tenants (id),
    id uuid NOT NULL,
    -- Only who made it takes it back.
    made_by uuid NOT NULL,
    action text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    undone_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, made_by) REFERENCES control.memberships (tenant_id, id)
);
CREATE TABLE control.member_batch_entries (
    tenant_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    member_id uuid NOT NULL,
    -- The membership as the change left it: of another version somebody has changed it since.
    left_as bigint NOT NULL,
    -- All roles that were held before.
    roles uuid[] NOT NULL,
    PRIMARY KEY (tenant_id, batch_id, member_id),
    FOREIGN KEY (tenant_id, batch_id) REFERENCES control.member_batches (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, member_id) REFERENCES control.memberships (tenant_id, id)
);
ALTER TABLE control.member_batches ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.member_batch_entries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON control.member_batches TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY tenant ON control.member_batch_entries TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
GRANT SELECT, DELETE ON control.member_batches, control.member_batch_entries TO borough_app;
GRANT INSERT (tenant_id, id, made_by, action) ON control.member_batches TO borough_app;
GRANT UPDATE (undone_at) ON control.member_batches TO borough_app;
GRANT INSERT (tenant_id, batch_id, member_id, left_as, roles) ON control.member_batch_entries TO borough_app;

-- One form invites many: the same form invites the same address once.
ALTER TABLE control.invitations DROP CONSTRAINT invitations_made_once;
ALTER TABLE control.invitations
    ADD CONSTRAINT invitations_made_once UNIQUE (tenant_id, idempotency_key, email_key);
-- Sent once more, it has another secret and another end; the old link is dead.
GRANT UPDATE (token_hash, expires_at) ON control.invitations TO borough_app;
-- Those that wait, the newest first.
CREATE INDEX invitations_by_age ON control.invitations (tenant_id, created_at, id)
    WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- An organization keeps an administrator: asked for the rows that can take one away, and for no other. Of ten thousand
-- rows the old way took minutes.
CREATE OR REPLACE FUNCTION control.check_members() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before constant jsonb := to_jsonb(OLD);
    admin_role uuid;
BEGIN
    -- What makes the role of a changed row, or of a membership's, another one has a row of its own here.
    IF TG_TABLE_NAME = 'memberships' AND NOT EXISTS (
            SELECT 1 FROM control.member_roles mr
            JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
            WHERE mr.tenant_id = OLD.tenant_id AND mr.member_id = (before ->> 'id')::uuid AND r.grants_all)
        OR TG_TABLE_NAME = 'member_roles' AND NOT EXISTS (
            SELECT 1 FROM control.roles r
            WHERE r.tenant_id = OLD.tenant_id AND r.id = (before ->> 'role_id')::uuid AND r.grants_all)
        OR TG_TABLE_NAME = 'roles' AND NOT (before ->> 'grants_all')::boolean
    THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM control.feed WHERE tenant_id = OLD.tenant_id FOR UPDATE;
    FOR admin_role IN SELECT r.id FROM control.roles r WHERE r.tenant_id = OLD.tenant_id AND r.grants_all LOOP
        IF EXISTS (
            SELECT 1 FROM control.member_roles mr
            JOIN control.memberships m ON m.tenant_id = mr.tenant_id AND m.id = mr.member_id
            WHERE mr.tenant_id = OLD.tenant_id AND mr.role_id = admin_role AND m.status = 'active')
        THEN
            RETURN NULL;
        END IF;
    END LOOP;
    RAISE EXCEPTION 'an organization keeps at least one administrator'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'last_admin';
END $$;
