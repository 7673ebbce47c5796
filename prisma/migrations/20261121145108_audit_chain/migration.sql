-- DropIndex
DROP INDEX "audit_record_organization_id_at_idx";

-- DropIndex
DROP INDEX "audit_record_subject_id_idx";

-- AlterTable
ALTER TABLE "audit_record" ADD COLUMN     "address" TEXT,
ADD COLUMN     "after" JSONB,
ADD COLUMN     "before" JSONB,
ADD COLUMN     "request_id" TEXT,
ADD COLUMN     "user_agent" TEXT,
ADD COLUMN     "via" TEXT;

-- CreateTable
CREATE TABLE "audit_seal" (
    "organization_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "record_id" UUID NOT NULL,
    "hash" CHAR(64) NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("organization_id","sequence")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "organization_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" CHAR(64) NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("organization_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_record_id_key" ON "audit_seal"("record_id");

-- CreateIndex
CREATE INDEX "audit_record_organization_id_at_id_idx" ON "audit_record"("organization_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_record_subject_idx" ON "audit_record"("organization_id", "subject_type", "subject_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_record_organization_id_actor_id_at_id_idx" ON "audit_record"("organization_id", "actor_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_record_organization_id_action_at_id_idx" ON "audit_record"("organization_id", "action", "at", "id");

-- The text that a seal covers. Milliseconds, as the column keeps no more.
CREATE FUNCTION audit_canonical(r audit_record, sequence bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(sequence, r.id, r.organization_id, r.actor_id, r.action, r.subject_type, r.subject_id,
    r.details, r.before, r.after, r.request_id, r.address, r.user_agent, r.via,
    (extract(epoch FROM r.at) * 1000)::bigint)::text
$$;

-- Appends a record to the chain of its organization, whose head it locks until the end of the transaction.
CREATE FUNCTION audit_append(r audit_record) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  head audit_head;
BEGIN
  SELECT * INTO head FROM audit_head WHERE organization_id = r.organization_id FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO audit_head VALUES (r.organization_id, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT head FROM audit_head WHERE organization_id = r.organization_id FOR UPDATE;
  END IF;
  head.sequence := head.sequence + 1;
  head.hash := encode(sha256(convert_to(head.hash || E'\n' || audit_canonical(r, head.sequence), 'UTF8')), 'hex');
  INSERT INTO audit_seal VALUES (r.organization_id, head.sequence, r.id, head.hash);
  UPDATE audit_head SET sequence = head.sequence, hash = head.hash WHERE organization_id = r.organization_id;
END
$$;

-- As the owner of the tables: the application's own role may add records, and nothing else.
CREATE FUNCTION audit_seal_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM audit_append(NEW);
  RETURN NULL;
END
$$;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit trail is append-only: % of % is refused.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION audit_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.organization_id <> OLD.organization_id OR NEW.sequence <> OLD.sequence + 1 THEN
    RAISE EXCEPTION 'The audit trail is append-only: its head moves on by one.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

-- What was recorded so far, in the order of its time.
DO $$
DECLARE
  r audit_record;
BEGIN
  FOR r IN SELECT * FROM audit_record ORDER BY organization_id, at, id LOOP
    PERFORM audit_append(r);
  END LOOP;
END
$$;

-- Deferred: transactions of one organization wait for each other while they commit, and not while they work.
CREATE CONSTRAINT TRIGGER audit_record_seal AFTER INSERT ON audit_record
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal_record();

CREATE TRIGGER audit_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_record
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_kept BEFORE DELETE OR TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_moves_on BEFORE UPDATE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION audit_head_moves_on();

-- Leaves every role but the owner with SELECT, and INSERT of records. To be called again after rights were granted on
-- all tables.
CREATE FUNCTION audit_restrict_roles() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  granted record;
BEGIN
  FOR granted IN
    SELECT DISTINCT c.relname, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS role
    FROM pg_class c, aclexplode(c.relacl) a
    WHERE c.oid IN ('audit_record'::regclass, 'audit_seal'::regclass, 'audit_head'::regclass) AND a.grantee <> c.relowner
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON %I FROM %s', granted.relname, granted.role);
    IF granted.relname <> 'audit_record' THEN
      EXECUTE format('REVOKE INSERT ON %I FROM %s', granted.relname, granted.role);
    END IF;
  END LOOP;
END
$$;
SELECT audit_restrict_roles();
REVOKE EXECUTE ON FUNCTION audit_append(audit_record), audit_restrict_roles() FROM PUBLIC;
