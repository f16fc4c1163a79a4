-- What the program writes is what it may write: a column that it leaves to its default, or to a function, cannot be set by
-- a statement of its logins. Nobody makes an account whose address counts as verified.

REVOKE INSERT ON control.users, control.sessions, control.email_verifications, control.tenants, control.roles,
    control.role_permissions, control.memberships, control.member_roles, control.invitations, control.invitation_roles,
    control.mails FROM borough_app;
GRANT INSERT (id, email, email_key, name, password_hash) ON control.users TO borough_app;
GRANT INSERT (id, user_id, token_hash, expires_at, ip, user_agent) ON control.sessions TO borough_app;
GRANT INSERT (token_hash, user_id, email_key, expires_at) ON control.email_verifications TO borough_app;
GRANT INSERT (id, public_id, slug, title, idempotency_key, created_by) ON control.tenants TO borough_app;
GRANT INSERT (tenant_id, id, name, grants_all) ON control.roles TO borough_app;
GRANT INSERT (tenant_id, role_id, permission) ON control.role_permissions TO borough_app;
GRANT INSERT (tenant_id, id, user_id) ON control.memberships TO borough_app;
GRANT INSERT (tenant_id, member_id, role_id) ON control.member_roles TO borough_app;
GRANT INSERT (tenant_id, id, email, email_key, token_hash, invited_by, idempotency_key, expires_at)
    ON control.invitations TO borough_app;
GRANT INSERT (tenant_id, invitation_id, role_id) ON control.invitation_roles TO borough_app;
GRANT INSERT (id, tenant_id, recipient, subject, body) ON control.mails TO borough_app;

REVOKE INSERT ON control.operators, control.operator_sessions FROM borough_operator;
GRANT INSERT (id, email, email_key, name, password_hash, role) ON control.operators TO borough_operator;
GRANT INSERT (id, operator_id, token_hash, expires_at, ip, user_agent) ON control.operator_sessions TO borough_operator;

-- A session ends within a day, whatever a statement says. Those that began before this counted from the program's clock,
-- some moments behind the row's; so does a process of the version before, until it is replaced, and its clock may be ahead:
-- hence the minutes.
ALTER TABLE control.sessions NO FORCE ROW LEVEL SECURITY, ALTER created_at SET DEFAULT clock_timestamp();
UPDATE control.sessions SET expires_at = created_at + interval '24 hours'
    WHERE expires_at > created_at + interval '24 hours';
ALTER TABLE control.sessions FORCE ROW LEVEL SECURITY,
    ADD CONSTRAINT sessions_last_a_day CHECK (expires_at <= created_at + interval '24 hours 5 minutes');
ALTER TABLE control.operator_sessions
    ADD CONSTRAINT operator_sessions_last_a_day CHECK (expires_at <= created_at + interval '24 hours 5 minutes');
