-- Who has a page of an organization open. Unlogged: it is true for a minute, and after a crash nobody is there.

CREATE UNLOGGED TABLE control.presence (
    tenant_id uuid NOT NULL,
    member_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, member_id, connection_id)
);
ALTER TABLE control.presence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY definer ON control.presence TO borough_definer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON control.presence TO borough_definer;

-- One process' connections, all tenants in one statement; those that it names no longer are forgotten after the
-- lifetime, so that a process that dies leaves nobody behind.
CREATE FUNCTION control.keep_presence(p_tenants uuid[], p_members uuid[], p_connections uuid[], p_lifetime interval)
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    INSERT INTO control.presence (tenant_id, member_id, connection_id, expires_at)
    SELECT t, m, c, now() + p_lifetime FROM unnest(p_tenants, p_members, p_connections) AS u (t, m, c)
    ORDER BY t, m, c
    ON CONFLICT (tenant_id, member_id, connection_id) DO UPDATE SET expires_at = EXCLUDED.expires_at;
    DELETE FROM control.presence WHERE expires_at < now() - interval '1 minute';
END;

-- These connections are gone.
CREATE FUNCTION control.drop_presence(p_tenants uuid[], p_members uuid[], p_connections uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    DELETE FROM control.presence p USING unnest(p_tenants, p_members, p_connections) AS u (t, m, c)
    WHERE p.tenant_id = u.t AND p.member_id = u.m AND p.connection_id = u.c;
END;

-- Who is there, for each of these tenants.
CREATE FUNCTION control.who_is_there(p_tenants uuid[]) RETURNS TABLE (tenant_id uuid, members uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT p.tenant_id, array_agg(DISTINCT p.member_id) FROM control.presence p
    WHERE p.tenant_id = ANY (p_tenants) AND p.expires_at > now()
    GROUP BY p.tenant_id;
END;

ALTER FUNCTION control.keep_presence OWNER TO borough_definer;
ALTER FUNCTION control.drop_presence OWNER TO borough_definer;
ALTER FUNCTION control.who_is_there OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.keep_presence, control.drop_presence, control.who_is_there TO borough_app;
