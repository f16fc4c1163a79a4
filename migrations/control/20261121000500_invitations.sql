-- Invitations: a link by mail, bound to the address, good for once.

CREATE TABLE control.invitations (
    tenant_id uuid NOT NULL REFERENCES control.tenants (id),
    id uuid NOT NULL,
    email text NOT NULL,
    email_key text NOT NULL,
    -- SHA-256 of 256 random bits.
    token_hash bytea NOT NULL UNIQUE,
    invited_by uuid NOT NULL,
    -- The form that made it: sent twice, it invites once.
    idempotency_key uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, invited_by) REFERENCES control.memberships (tenant_id, id),
    CONSTRAINT invitations_made_once UNIQUE (tenant_id, idempotency_key),
    CONSTRAINT invitations_ended_once CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
-- One pending invitation for an address.
CREATE UNIQUE INDEX invitations_pending ON control.invitations (tenant_id, email_key)
    WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitations_by_email ON control.invitations (email_key) WHERE accepted_at IS NULL AND revoked_at IS NULL;

CREATE TABLE control.invitation_roles (
    tenant_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    role_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, invitation_id, role_id),
    FOREIGN KEY (tenant_id, invitation_id) REFERENCES control.invitations (tenant_id, id),
    FOREIGN KEY (tenant_id, role_id) REFERENCES control.roles (tenant_id, id)
);

ALTER TABLE control.invitations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE control.invitation_roles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON control.invitations TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY tenant ON control.invitation_roles TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY definer ON control.invitations TO borough_definer USING (true) WITH CHECK (true);
CREATE POLICY definer ON control.invitation_roles TO borough_definer USING (true) WITH CHECK (true);

GRANT SELECT (tenant_id, id, email, email_key, invited_by, idempotency_key, created_at, expires_at, accepted_at,
    revoked_at) ON control.invitations TO borough_app;
GRANT INSERT, UPDATE (accepted_at, revoked_at) ON control.invitations TO borough_app;
GRANT SELECT, INSERT ON control.invitation_roles TO borough_app;
GRANT SELECT, UPDATE ON control.invitations TO borough_definer;
GRANT SELECT ON control.invitation_roles TO borough_definer;

-- What an invitation offers, as its receiver sees it: by its link, or because the address was shown to be the person's.
CREATE FUNCTION control.invitation_offers(p_token_hash bytea, p_email_key text)
    RETURNS TABLE (invitation_id uuid, tenant_id uuid, organization text, invited_by text, roles text[], email text,
        email_key text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT i.id, t.id, t.title, u.name,
        ARRAY(SELECT r.name FROM control.invitation_roles ir
            JOIN control.roles r ON r.tenant_id = ir.tenant_id AND r.id = ir.role_id
            WHERE ir.tenant_id = i.tenant_id AND ir.invitation_id = i.id ORDER BY r.name),
        i.email, i.email_key
    FROM control.invitations i
    JOIN control.tenants t ON t.id = i.tenant_id AND t.status = 'active'
    JOIN control.memberships m ON m.tenant_id = i.tenant_id AND m.id = i.invited_by AND m.status = 'active'
    JOIN control.users u ON u.id = m.user_id
    WHERE (i.token_hash = p_token_hash OR i.email_key = p_email_key)
        AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
    ORDER BY t.title, i.id;
END;

-- Whether an address has an account. Asked only for the holder of an invitation that was mailed to that address.
CREATE FUNCTION control.account_of_invitation(p_token_hash bytea) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT u.id FROM control.invitations i JOIN control.users u ON u.email_key = i.email_key
    WHERE i.token_hash = p_token_hash;
END;

-- Lets the person of this transaction into the tenant of an invitation: locks the invitation, so that of many uses at
-- once the first wins, and chooses its tenant. No row: it cannot be used, or it is another person's.
CREATE FUNCTION control.open_invitation(p_token_hash bytea, p_invitation uuid)
    RETURNS TABLE (tenant_id uuid, invitation_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    person constant uuid := current_setting('app.user_id')::uuid;
    verified_email constant text := current_setting('app.verified_email');
    found_invitation record;
BEGIN
    SELECT i.tenant_id, i.id INTO found_invitation
    FROM control.invitations i
    JOIN control.tenants t ON t.id = i.tenant_id AND t.status = 'active'
    -- Whoever was removed lets nobody in any more.
    JOIN control.memberships m ON m.tenant_id = i.tenant_id AND m.id = i.invited_by AND m.status = 'active'
    JOIN control.users u ON u.id = person AND u.email_key = i.email_key
    WHERE (i.token_hash = p_token_hash OR (i.id = p_invitation AND i.email_key = verified_email))
        AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
    FOR UPDATE OF i;
    IF FOUND THEN
        -- The link came by mail: who holds it reads that mailbox.
        IF p_token_hash IS NOT NULL THEN
            UPDATE control.users SET email_verified_at = now() WHERE id = person AND email_verified_at IS NULL;
        END IF;
        PERFORM control.choose(found_invitation.tenant_id, person, '');
        RETURN QUERY SELECT found_invitation.tenant_id, found_invitation.id;
    END IF;
END $$;

ALTER FUNCTION control.invitation_offers OWNER TO borough_definer;
ALTER FUNCTION control.account_of_invitation OWNER TO borough_definer;
ALTER FUNCTION control.open_invitation OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.invitation_offers, control.account_of_invitation, control.open_invitation
    TO borough_app;
