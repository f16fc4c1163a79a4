DO $$
DECLARE
    login text;
BEGIN
    FOREACH login IN ARRAY ARRAY['borough_owner', 'borough_app', 'borough_operator'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
            EXECUTE format('CREATE ROLE %I', login);
        END IF;
        EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION', login);
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'borough_definer') THEN
        CREATE ROLE borough_definer;
    END IF;
    ALTER ROLE borough_definer NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
    GRANT borough_definer TO borough_owner;
END
$$;
