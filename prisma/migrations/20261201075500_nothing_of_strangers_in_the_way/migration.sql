-- What runs with the rights of the owner finds what it names in the catalog and in our schema alone. Left out, the
-- temporary schema is searched first, before the catalog: whoever may write an audit record could put a table and a
-- trigger of their own there, and have the trigger run as the owner.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION audit_seal_record() SET search_path = pg_catalog, %I, pg_temp', current_schema());
END
$$;
-- Its own trigger needs no right to it; nobody else makes one.
REVOKE EXECUTE ON FUNCTION audit_seal_record() FROM PUBLIC;

-- The roles that the service works in make nothing of their own: a function put into the condition of a search would be
-- called with rows that the view then leaves out (docs/decisions/0010). Rights to a database are in no copy and in no
-- backup of it, so the service looks again at each start: src/platform/row-security.ts.
DO $$
BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
EXCEPTION
  -- The database is somebody else's; the start says what is left to do.
  WHEN insufficient_privilege THEN NULL;
END
$$;
