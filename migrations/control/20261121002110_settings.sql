-- What an organization says of itself, beside its name and its address.

ALTER TABLE control.tenants
    ADD description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 500),
    ADD metadata jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(metadata) = 'object'),
    ADD environment text NOT NULL DEFAULT 'production' CHECK (environment IN ('production', 'staging', 'development')),
    -- None: one of the palette, by the address.
    ADD colour text CHECK (colour IN ('teal', 'blue', 'violet', 'magenta', 'red', 'orange', 'olive', 'green')),
    -- Raised by each change: whoever saves has seen what is changed.
    ADD settings_version bigint NOT NULL DEFAULT 1;
GRANT UPDATE (title, slug, description, metadata, environment, colour, settings_version) ON control.tenants TO borough_app;

-- A picture that the program has drawn anew itself, never the bytes that somebody sent.
CREATE TABLE control.logos (
    tenant_id uuid PRIMARY KEY REFERENCES control.tenants (id),
    -- Tells one picture from the next: browsers ask by it whether they have the right one.
    tag text NOT NULL,
    image bytea NOT NULL CHECK (octet_length(image) <= 512 * 1024)
);
ALTER TABLE control.logos ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON control.logos TO borough_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid))
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
CREATE POLICY definer ON control.logos TO borough_definer USING (true) WITH CHECK (true);
GRANT SELECT, DELETE, INSERT (tenant_id, tag, image), UPDATE (tag, image) ON control.logos TO borough_app;
GRANT SELECT ON control.logos TO borough_definer;

-- The logo of an organization of this transaction's person. Not by entering it: a list of one's organizations shows the
-- logos of those that one does not go into.
CREATE FUNCTION control.logo_of(p_public_id text) RETURNS TABLE (tag text, image bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT l.tag, l.image
    FROM control.tenants t
    JOIN control.memberships m ON m.tenant_id = t.id AND m.user_id = current_setting('app.user_id')::uuid
        AND m.status = 'active'
    JOIN control.logos l ON l.tenant_id = t.id
    WHERE t.public_id = p_public_id AND t.status = 'active';
END;
ALTER FUNCTION control.logo_of OWNER TO borough_definer;
GRANT EXECUTE ON FUNCTION control.logo_of TO borough_app;
