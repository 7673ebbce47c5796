-- Row-level security: the service works in roles that own no table. What they may see and do is said here once more,
-- behind the conditions of the queries: docs/tenancy.md.

-- Roles belong to the cluster. Another database of it may be migrated at this moment, hence the repetition.
DO $$
DECLARE
  wanted text;
  -- From PostgreSQL 16 on, who makes a role may grant it to itself, and must, to act in it.
  version int := current_setting('server_version_num')::int;
  attempt int := 0;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['bidwright_app', 'bidwright_system'] LOOP
    LOOP
      attempt := attempt + 1;
      BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
          EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
        IF NOT pg_has_role(current_user, wanted, CASE WHEN version >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
          EXECUTE format('GRANT %I TO %I%s', wanted, current_user,
            CASE WHEN version >= 160000 THEN ' WITH SET TRUE, INHERIT FALSE' ELSE '' END);
        END IF;
        EXIT;
      EXCEPTION
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = format(
            'the role %I is needed, and %I may not make or take it. Let an administrator of the server run once, in any '
            'database: CREATE ROLE bidwright_app NOLOGIN; CREATE ROLE bidwright_system NOLOGIN; '
            'GRANT bidwright_app, bidwright_system TO %I;', wanted, current_user, current_user);
        -- Somebody else was quicker, or is at the same row.
        WHEN duplicate_object OR unique_violation OR internal_error THEN
          IF attempt > 100 THEN
            RAISE;
          END IF;
          PERFORM pg_sleep(0.05);
      END;
    END LOOP;
  END LOOP;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO bidwright_app, bidwright_system', current_schema());
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO bidwright_app, bidwright_system', current_schema());
  -- Of later migrations. Their tables are open to the service itself; to organizations only once
  -- row_security_by_organization was called for them.
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE ON SEQUENCES TO bidwright_app, bidwright_system', current_schema());
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO bidwright_system', current_schema());
END
$$;

-- For whom a statement is sent; null for nobody.
CREATE FUNCTION acting_organization() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('bidwright.organization', true), '')::uuid
$$;

-- Opens a table to the service itself, and to no organization.
CREATE FUNCTION row_security_for_system(guarded regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
  EXECUTE format('CREATE POLICY system ON %s TO bidwright_system USING (true)', guarded);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO bidwright_system', guarded);
END
$$;

-- The same, and to each organization the rows whose column names it. To be called for every table that a later migration
-- makes. The sub-select is evaluated once a statement, so that indexes serve; it is acting_organization() spelled out,
-- which would else have to be put into each plan anew.
CREATE FUNCTION row_security_by_organization(guarded regclass, owner_column name DEFAULT 'organization_id')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM row_security_for_system(guarded);
  EXECUTE format('CREATE POLICY organization ON %s TO bidwright_app '
    'USING (%I = (SELECT nullif(current_setting(%L, true), %L)::uuid))',
    guarded, owner_column, 'bidwright.organization', '');
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO bidwright_app', guarded);
END
$$;
REVOKE EXECUTE ON FUNCTION row_security_for_system(regclass), row_security_by_organization(regclass, name) FROM PUBLIC;

DO $$
DECLARE
  guarded regclass;
BEGIN
  FOR guarded IN
    SELECT c.oid FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped)
    ORDER BY c.relname
  LOOP
    PERFORM row_security_by_organization(guarded);
  END LOOP;
END
$$;
-- Append-only for both roles: see docs/audit.md.
SELECT audit_restrict_roles();

SELECT row_security_by_organization('organization', 'id');
REVOKE INSERT, DELETE ON organization FROM bidwright_app;

-- Users belong to no organization: it sees those who are its members, or were.
SELECT row_security_for_system('app_user');
CREATE POLICY organization ON app_user FOR SELECT TO bidwright_app USING (EXISTS (
  SELECT FROM membership m WHERE m.organization_id = (SELECT acting_organization()) AND m.user_id = app_user.id
));
GRANT SELECT ON app_user TO bidwright_app;

-- Sessions that act for an organization end with the membership; it needs to see no more of them.
SELECT row_security_for_system('auth_session');
CREATE POLICY organization ON auth_session TO bidwright_app
  USING (active_organization_id = (SELECT acting_organization()));
GRANT SELECT (id, user_id, active_organization_id), DELETE ON auth_session TO bidwright_app;

SELECT row_security_for_system('auth_account');
SELECT row_security_for_system('auth_verification');
SELECT row_security_for_system('two_factor');
SELECT row_security_for_system('sign_in_lock');
SELECT row_security_for_system('quota_window');
SELECT row_security_for_system('model_limit');
SELECT row_security_for_system('model_lease');

-- The state of a model at a credential of the organization, or at the provider of the environment.
SELECT row_security_for_system('model_circuit');
CREATE POLICY organization ON model_circuit FOR SELECT TO bidwright_app USING (
  credential_key = 'environment' OR EXISTS (
    SELECT FROM provider_credential p
    WHERE p.organization_id = (SELECT acting_organization()) AND p.id::text = credential_key
  )
);
GRANT SELECT ON model_circuit TO bidwright_app;

-- What full-text and trigram searches look through. Row-level security lets nothing but leakproof operators near an index,
-- and those of searches are not; a view of the owner holds the organization's rows together in another way.
CREATE VIEW searched_passage AS
  SELECT id, organization_id, item_id, search FROM passage WHERE organization_id = (SELECT acting_organization());
CREATE VIEW searched_word AS
  SELECT organization_id, word FROM knowledge_word WHERE organization_id = (SELECT acting_organization());
CREATE VIEW searched_document AS
  SELECT id, organization_id, document_type, client_name, last_edited_by_id, updated_at, search FROM document
  WHERE organization_id = (SELECT acting_organization());
GRANT SELECT ON searched_passage, searched_word, searched_document TO bidwright_app;
