-- Organizations, their roles and members.

CREATE TABLE control.tenants (
    id uuid PRIMARY KEY,
    -- The id outside the database: it does not tell when the organization was made, and never changes.
    public_id text NOT NULL UNIQUE,
    slug text NOT NULL,
    title text COLLATE "und-x-icu" NOT NULL,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'archived', 'deleted')),
    -- Raised when a role or the status changes: by it, whoever cached a member's rights learns that they are old.
    access_version bigint NOT NULL DEFAULT 1,
    -- The form that made it: sent twice, it makes one organization.
    idempotency_key uuid NOT NULL,
    created_by uuid NOT NULL REFERENCES control.users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    -- A row is never deleted, so a slug is never given to anybody else.
    CONSTRAINT tenants_slug_taken UNIQUE (slug),
    CONSTRAINT tenants_made_once UNIQUE (created_by, idempotency_key)
);

CREATE TABLE control.roles (
    tenant_id uuid NOT NULL REFERENCES control.tenants (id),
    id uuid NOT NULL,
    name text COLLATE "und-x-icu" NOT NULL,
    -- Holds every permission, those of later versions of the program too.
    grants_all boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT roles_name_taken UNIQUE (tenant_id, name)
);

CREATE TABLE control.role_permissions (
    tenant_id uuid NOT NULL,
    role_id uuid NOT NULL,
    permission text NOT NULL,
    PRIMARY KEY (tenant_id, role_id, permission),
    FOREIGN KEY (tenant_id, role_id) REFERENCES control.roles (tenant_id, id)
);

CREATE TABLE control.memberships (
    tenant_id uuid NOT NULL REFERENCES control.tenants (id),
    id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES control.users (id),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'removed')),
    version bigint NOT NULL DEFAULT 1,
    joined_at timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT memberships_once UNIQUE (tenant_id, user_id),
    CONSTRAINT memberships_removal CHECK ((status = 'removed') = (removed_at IS NOT NULL))
);
CREATE INDEX memberships_of_user ON control.memberships (user_id, tenant_id);

CREATE TABLE control.member_roles (
    tenant_id uuid NOT NULL,
    member_id uuid NOT NULL,
    role_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, member_id, role_id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES control.memberships (tenant_id, id),
    FOREIGN KEY (tenant_id, role_id) REFERENCES control.roles (tenant_id, id)
);
CREATE INDEX member_roles_by_role ON control.member_roles (tenant_id, role_id);

ALTER TABLE control.tenants ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.roles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.role_permissions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.memberships ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.member_roles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON control.tenants TO borough_app
    USING (id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY tenant ON control.roles TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY tenant ON control.role_permissions TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY tenant ON control.memberships TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY tenant ON control.member_roles TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));

-- A tenant sees the people who are or were its members.
CREATE POLICY colleagues ON control.users FOR SELECT TO borough_app
    USING (EXISTS (
        SELECT 1 FROM control.memberships m
        WHERE m.tenant_id = (SELECT current_setting('app.tenant_id')::uuid) AND m.user_id = users.id
    ));

CREATE POLICY definer ON control.tenants TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.roles TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.role_permissions TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.memberships TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.member_roles TO borough_definer USING (true) WITH CHECK (true);

GRANT SELECT ON control.tenants, control.roles, control.role_permissions, control.memberships, control.member_roles
    TO borough_app, borough_definer;
GRANT INSERT ON control.tenants, control.roles, control.role_permissions, control.memberships, control.member_roles
    TO borough_app;
GRANT UPDATE (status, removed_at, joined_at) ON control.memberships TO borough_app;
GRANT DELETE ON control.member_roles TO borough_app;
GRANT UPDATE (version) ON control.memberships TO borough_definer;
GRANT UPDATE (access_version) ON control.tenants TO borough_definer;

-- Versions. Statement triggers on what a right is made of raise the version of whom it concerns.
CREATE TRIGGER raise_version BEFORE UPDATE ON control.memberships FOR EACH ROW EXECUTE FUNCTION control.raise_version();

CREATE FUNCTION control.raise_member_versions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE control.memberships m SET version = version
    FROM (SELECT DISTINCT tenant_id, member_id FROM changed) c
    WHERE m.tenant_id = c.tenant_id AND m.id = c.member_id;
    RETURN NULL;
END $$;
ALTER FUNCTION control.raise_member_versions OWNER TO borough_definer;
CREATE TRIGGER raise_versions_insert AFTER INSERT ON control.member_roles
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION control.raise_member_versions();
CREATE TRIGGER raise_versions_delete AFTER DELETE ON control.member_roles
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION control.raise_member_versions();
CREATE TRIGGER raise_versions_update AFTER UPDATE ON control.member_roles
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION control.raise_member_versions();

CREATE FUNCTION control.raise_tenant_versions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE control.tenants t SET access_version = access_version + 1
    FROM (SELECT DISTINCT tenant_id FROM changed) c
    WHERE t.id = c.tenant_id;
    RETURN NULL;
END $$;
ALTER FUNCTION control.raise_tenant_versions OWNER TO borough_definer;
CREATE TRIGGER raise_versions_insert AFTER INSERT ON control.roles
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION control.raise_tenant_versions();
CREATE TRIGGER raise_versions_update AFTER UPDATE ON control.roles
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION control.raise_tenant_versions();
CREATE TRIGGER raise_versions_delete AFTER DELETE ON control.roles
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION control.raise_tenant_versions();
CREATE TRIGGER raise_versions_insert AFTER INSERT ON control.role_permissions
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION control.raise_tenant_versions();
CREATE TRIGGER raise_versions_update AFTER UPDATE ON control.role_permissions
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION control.raise_tenant_versions();
CREATE TRIGGER raise_versions_delete AFTER DELETE ON control.role_permissions
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION control.raise_tenant_versions();

CREATE FUNCTION control.raise_access_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.access_version := greatest(NEW.access_version, OLD.access_version + 1);
    RETURN NEW;
END $$;
CREATE TRIGGER raise_version BEFORE UPDATE OF status ON control.tenants
    FOR EACH ROW EXECUTE FUNCTION control.raise_access_version();
