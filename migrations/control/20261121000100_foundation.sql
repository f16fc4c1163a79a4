-- The schema of the control plane: everything about who may do what.
--
-- Three kinds of database role meet here. `borough_owner` runs the migrations and owns the tables. `borough_app` and
-- `borough_operator` are the program's two logins; they own nothing. `borough_definer` cannot log in: it owns the few
-- functions that must look across tenants before one is known, and holds no more than those functions need.
--
-- A tenant is chosen for one transaction by `app.tenant_id`, a person by `app.user_id`. A transaction of the one kind
-- sets the other to the nil UUID, which no row has. One that sets neither fails: nothing ever means "all".

-- (The schema itself is made by the migrator, which keeps its own table in it.)
GRANT USAGE ON SCHEMA control TO borough_app, borough_operator, borough_definer;
-- A function can only be handed to a role that could have made it.
GRANT CREATE ON SCHEMA control TO borough_definer;

-- Functions are for those to whom they are granted by name.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Who reads and writes in a transaction before a tenant or a person is known: nobody.
CREATE FUNCTION control.choose(p_tenant uuid, p_user uuid, p_verified_email text) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT set_config('app.tenant_id', p_tenant::text, true),
           set_config('app.user_id', p_user::text, true),
           set_config('app.verified_email', p_verified_email, true);
END;
GRANT EXECUTE ON FUNCTION control.choose TO borough_app, borough_definer;

-- The program compares what was migrated with what it was built for.
GRANT SELECT ON control._migrations TO borough_app;
