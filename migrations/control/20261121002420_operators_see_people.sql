-- What the back office sees of people: who they are, where they belong and when they were last there.

CREATE POLICY operator ON control.users FOR SELECT TO borough_operator USING (true);
CREATE POLICY operator ON control.roles FOR SELECT TO borough_operator USING (true);
CREATE POLICY operator ON control.member_roles FOR SELECT TO borough_operator USING (true);
CREATE POLICY operator ON control.sessions FOR SELECT TO borough_operator USING (true);
CREATE POLICY operator ON control.last_seen FOR SELECT TO borough_operator USING (true);
GRANT SELECT (id, email, email_key, name, email_verified_at) ON control.users TO borough_operator;
GRANT SELECT (user_id) ON control.memberships TO borough_operator;
GRANT SELECT (tenant_id, id, name) ON control.roles TO borough_operator;
GRANT SELECT ON control.member_roles TO borough_operator;
GRANT SELECT (id, user_id) ON control.sessions TO borough_operator;
GRANT SELECT ON control.last_seen TO borough_operator;
