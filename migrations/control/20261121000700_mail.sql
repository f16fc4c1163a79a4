-- The outbox: a mail is written with the change that asks for it, and sent later. Its text holds links that open doors,
-- so the program that serves people can add to it and not read it.

CREATE TABLE control.mails (
    id uuid PRIMARY KEY,
    -- On whose behalf; the nil UUID for the platform's own.
    tenant_id uuid NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    -- Emptied once it was delivered.
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    delivered_at timestamptz,
    failed_at timestamptz,
    last_error text
);
CREATE INDEX mails_waiting ON control.mails (next_attempt_at) WHERE delivered_at IS NULL AND failed_at IS NULL;
CREATE INDEX mails_newest ON control.mails (created_at DESC, id DESC);

ALTER TABLE control.mails ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON control.mails FOR INSERT TO borough_app
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY definer ON control.mails TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY operator ON control.mails FOR SELECT TO borough_operator USING (true);
GRANT INSERT ON control.mails TO borough_app;
GRANT SELECT, UPDATE ON control.mails TO borough_definer;
GRANT SELECT ON control.mails TO borough_operator;

-- Takes one mail whose time has come, and puts it off meanwhile: a sender that dies with it loses nothing.
CREATE FUNCTION control.claim_mail() RETURNS TABLE (mail_id uuid, recipient text, subject text, body text)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    UPDATE control.mails m
    SET attempts = m.attempts + 1, next_attempt_at = now() + interval '1 minute' * power(2, least(m.attempts, 8))
    WHERE m.id = (
        SELECT w.id FROM control.mails w
        WHERE w.delivered_at IS NULL AND w.failed_at IS NULL AND w.next_attempt_at <= now()
        ORDER BY w.next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING m.id, m.recipient, m.subject, m.body;
END;

-- A mail server took it: its links are the receiver's alone from here on.
CREATE FUNCTION control.mail_delivered(p_mail uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    UPDATE control.mails SET delivered_at = now(), body = '', last_error = NULL WHERE id = p_mail;
END;

-- It did not go out. After ten tries, or when the server said never, nobody tries again.
CREATE FUNCTION control.mail_failed(p_mail uuid, p_error text, p_final boolean) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    UPDATE control.mails
    SET last_error = p_error, failed_at = CASE WHEN p_final OR attempts >= 10 THEN now() END
    WHERE id = p_mail;
END;

ALTER FUNCTION control.claim_mail OWNER TO borough_definer;
ALTER FUNCTION control.mail_delivered OWNER TO borough_definer;
ALTER FUNCTION control.mail_failed OWNER TO borough_definer;
-- For the login that may read mails; the one that serves people only adds to them.
GRANT EXECUTE ON FUNCTION control.claim_mail, control.mail_delivered, control.mail_failed TO borough_operator;
