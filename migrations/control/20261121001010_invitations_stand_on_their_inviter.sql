-- An invitation is as good as the rights of whoever sent it, at the moment when it is accepted.

-- Nobody gives what he does not have: whether a member's roles cover all that these roles grant, and these permissions.
-- A role that holds everything holds what later versions add, too, so only such a role covers it. Permissions are compared
-- as they are written, also those that the program does not know (any more, or yet).
CREATE FUNCTION control.covers(p_tenant uuid, p_member uuid, p_roles uuid[], p_permissions text[]) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    WITH held AS (
        SELECT r.grants_all, rp.permission
        FROM control.member_roles mr
        JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
        LEFT JOIN control.role_permissions rp ON rp.tenant_id = r.tenant_id AND rp.role_id = r.id
        WHERE mr.tenant_id = p_tenant AND mr.member_id = p_member
    )
    SELECT EXISTS (SELECT 1 FROM held WHERE grants_all)
        OR NOT EXISTS (SELECT 1 FROM control.roles WHERE tenant_id = p_tenant AND id = ANY (p_roles) AND grants_all)
        AND NOT EXISTS (
            (SELECT permission FROM control.role_permissions WHERE tenant_id = p_tenant AND role_id = ANY (p_roles)
            UNION ALL SELECT unnest(p_permissions))
            EXCEPT SELECT permission FROM held);
END;

-- Whether its inviter could still send this invitation: is an active member, may invite and assign roles, and holds what
-- is offered. Whoever was removed or has lost such a right lets nobody in.
CREATE FUNCTION control.invitation_stands(p_tenant uuid, p_invitation uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT 1 FROM control.invitations i
        JOIN control.memberships m ON m.tenant_id = i.tenant_id AND m.id = i.invited_by AND m.status = 'active'
        WHERE i.tenant_id = p_tenant AND i.id = p_invitation
            AND control.covers(i.tenant_id, i.invited_by,
                ARRAY(SELECT role_id FROM control.invitation_roles
                    WHERE tenant_id = i.tenant_id AND invitation_id = i.id),
                ARRAY['member:invite', 'role:assign']));
END;

GRANT EXECUTE ON FUNCTION control.covers, control.invitation_stands TO borough_app, borough_definer;

-- What an invitation offers, as its receiver sees it: by its link, or because the address was shown to be that of the
-- person of this transaction.
CREATE OR REPLACE FUNCTION control.invitation_offers(p_token_hash bytea, p_email_key text)
    RETURNS TABLE (invitation_id uuid, tenant_id uuid, organization text, invited_by text, roles text[], email text,
        email_key text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT i.id, t.id, t.title, inviter.name,
        ARRAY(SELECT r.name FROM control.invitation_roles ir
            JOIN control.roles r ON r.tenant_id = ir.tenant_id AND r.id = ir.role_id
            WHERE ir.tenant_id = i.tenant_id AND ir.invitation_id = i.id ORDER BY r.name),
        i.email, i.email_key
    FROM control.invitations i
    JOIN control.tenants t ON t.id = i.tenant_id AND t.status = 'active'
    JOIN control.memberships m ON m.tenant_id = i.tenant_id AND m.id = i.invited_by
    JOIN control.users inviter ON inviter.id = m.user_id
    -- By a link, nobody needs to be there.
    LEFT JOIN control.users person ON person.id = nullif(current_setting('app.user_id', true), '')::uuid
        AND person.email_verified_at IS NOT NULL
    WHERE (i.token_hash = p_token_hash OR i.email_key = p_email_key AND i.email_key = person.email_key)
        AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
        AND control.invitation_stands(i.tenant_id, i.id)
    ORDER BY t.title, i.id;
END;

-- Whether the invited address has an account. Asked only for the holder of a link that can still be used.
CREATE OR REPLACE FUNCTION control.account_of_invitation(p_token_hash bytea) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT u.id FROM control.invitation_offers(p_token_hash, NULL) o JOIN control.users u ON u.email_key = o.email_key;
END;

-- Lets the person of this transaction into the tenant of an invitation, by its link or, without it, by an address that was
-- shown to be the person's. Locks the invitation, so that of many uses at once the first wins; and tenant and inviter, so
-- that a suspension or a demotion comes before or after, never in between. No row: it cannot be used, or it is another
-- person's.
CREATE OR REPLACE FUNCTION control.open_invitation(p_token_hash bytea, p_invitation uuid)
    RETURNS TABLE (tenant_id uuid, invitation_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    person constant uuid := current_setting('app.user_id')::uuid;
    found_invitation record;
BEGIN
    SELECT i.tenant_id, i.id INTO found_invitation
    FROM control.invitations i
    JOIN control.tenants t ON t.id = i.tenant_id AND t.status = 'active'
    JOIN control.memberships m ON m.tenant_id = i.tenant_id AND m.id = i.invited_by
    JOIN control.users u ON u.id = person AND u.email_key = i.email_key
    WHERE (i.token_hash = p_token_hash OR i.id = p_invitation AND u.email_verified_at IS NOT NULL)
        AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
    FOR UPDATE OF i FOR SHARE OF t, m;
    -- A statement of its own: it sees what was committed while the one above waited.
    IF FOUND AND control.invitation_stands(found_invitation.tenant_id, found_invitation.id) THEN
        -- The link came by mail: who holds it reads that mailbox.
        IF p_token_hash IS NOT NULL THEN
            UPDATE control.users SET email_verified_at = now() WHERE id = person AND email_verified_at IS NULL;
        END IF;
        PERFORM control.choose(found_invitation.tenant_id, person);
        RETURN QUERY SELECT found_invitation.tenant_id, found_invitation.id;
    END IF;
END $$;

-- Nothing trusts an address any more that was told to the transaction.
DROP FUNCTION control.choose(uuid, uuid, text);
