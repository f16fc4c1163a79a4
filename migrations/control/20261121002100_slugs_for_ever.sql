-- An organization can be given another address. The old one goes on leading to it, and is never given to anybody else; nor
-- is one that only looks like it.

-- What a slug looks like at a glance: letters and digits that are told apart by their font alone are one.
CREATE FUNCTION control.slug_skeleton(p_slug text) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT replace(replace(translate(btrim(regexp_replace(p_slug, '-+', '-', 'g'), '-'), '01i', 'oll'),
        'rn', 'm'), 'vv', 'w');
END;
GRANT EXECUTE ON FUNCTION control.slug_skeleton TO borough_definer;

-- Every slug that an organization has or had.
CREATE TABLE control.slugs (
    tenant_id uuid NOT NULL REFERENCES control.tenants (id),
    slug text NOT NULL,
    -- None: the same organization has a slug of this look already, or it had this one before looks were compared.
    skeleton text,
    PRIMARY KEY (tenant_id, slug),
    -- In this order: what is taken is said to be taken, and not to look like something.
    CONSTRAINT slugs_taken UNIQUE (slug),
    CONSTRAINT slugs_look_alike UNIQUE (skeleton)
);

-- The owner of the tables is bound by their policies as well.
ALTER TABLE control.tenants NO FORCE ROW LEVEL SECURITY;
INSERT INTO control.slugs (tenant_id, slug, skeleton)
    SELECT id, slug, CASE row_number() OVER (PARTITION BY control.slug_skeleton(slug) ORDER BY created_at, id)
        WHEN 1 THEN control.slug_skeleton(slug) END
    FROM control.tenants;
ALTER TABLE control.tenants FORCE ROW LEVEL SECURITY;

ALTER TABLE control.slugs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY definer ON control.slugs TO borough_definer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON control.slugs TO borough_definer;

-- A slug that an organization has had before is its own to take again.
CREATE FUNCTION control.keep_slug() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    look constant text := control.slug_skeleton(NEW.slug);
BEGIN
    IF NOT EXISTS (SELECT 1 FROM control.slugs WHERE tenant_id = NEW.id AND slug = NEW.slug) THEN
        INSERT INTO control.slugs (tenant_id, slug, skeleton)
        SELECT NEW.id, NEW.slug, CASE WHEN NOT EXISTS (
            SELECT 1 FROM control.slugs WHERE tenant_id = NEW.id AND skeleton = look) THEN look END;
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION control.keep_slug OWNER TO borough_definer;
CREATE TRIGGER keep_slug AFTER INSERT OR UPDATE OF slug ON control.tenants
    FOR EACH ROW EXECUTE FUNCTION control.keep_slug();

-- The same uniqueness by an index that is no key (it has a condition, which every slug meets): a change of a key would wait
-- for whoever refers to the row, and they, behind the feed's lock, for it.
ALTER TABLE control.tenants DROP CONSTRAINT tenants_slug_taken;
CREATE UNIQUE INDEX tenants_slug_taken ON control.tenants (slug) WHERE slug IS NOT NULL;

-- The id under which a tenant's address goes on, also an old one; whether the caller may enter is decided by that.
CREATE OR REPLACE FUNCTION control.tenant_by_slug(p_slug text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT t.public_id FROM control.slugs s JOIN control.tenants t ON t.id = s.tenant_id WHERE s.slug = p_slug;
END;
