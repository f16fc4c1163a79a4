-- The back office. Its accounts are not users: they sign in elsewhere and belong to no organization. The program that
-- serves people cannot read these tables; the back office has a login of its own.

CREATE TABLE control.operators (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    email_key text NOT NULL,
    name text NOT NULL,
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('super_admin', 'tenant_manager')),
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT operators_email_taken UNIQUE (email_key)
);

CREATE TABLE control.operator_sessions (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES control.operators (id),
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    ip text NOT NULL,
    user_agent text NOT NULL
);

ALTER TABLE control.operators ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.operator_sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY operator ON control.operators TO borough_operator USING (true) WITH CHECK (true);
CREATE POLICY operator ON control.operator_sessions TO borough_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON control.operators TO borough_operator;
GRANT UPDATE (password_hash) ON control.operators TO borough_operator;
GRANT SELECT, INSERT, UPDATE (last_seen_at, ended_at) ON control.operator_sessions TO borough_operator;
CREATE TRIGGER raise_version BEFORE UPDATE ON control.operators FOR EACH ROW EXECUTE FUNCTION control.raise_version();

-- What the back office sees of all organizations.
CREATE POLICY operator ON control.tenants FOR SELECT TO borough_operator USING (true);
CREATE POLICY operator ON control.memberships FOR SELECT TO borough_operator USING (true);
GRANT SELECT ON control.tenants TO borough_operator;
GRANT SELECT (tenant_id, id, status) ON control.memberships TO borough_operator;
