-- All records of a transaction are sealed when the first of them is: a head that moves once for each of thousands of
-- records is looked for among thousands of its former versions.
CREATE OR REPLACE FUNCTION audit_seal_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  head audit_head;
  r audit_record;
BEGIN
  IF EXISTS (SELECT FROM audit_seal WHERE record_id = NEW.id) THEN
    RETURN NULL;
  END IF;
  INSERT INTO audit_head VALUES (NEW.organization_id, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT head FROM audit_head WHERE organization_id = NEW.organization_id FOR UPDATE;
  FOR r IN
    SELECT * FROM audit_record a
    WHERE a.organization_id = NEW.organization_id AND a.at >= NEW.at AND a.xmin = pg_current_xact_id()::xid
      AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.record_id = a.id)
    ORDER BY a.at, a.id
  LOOP
    head.sequence := head.sequence + 1;
    head.hash := encode(sha256(convert_to(head.hash || E'\n' || audit_canonical(r, head.sequence), 'UTF8')), 'hex');
    INSERT INTO audit_seal VALUES (r.organization_id, head.sequence, r.id, head.hash);
  END LOOP;
  UPDATE audit_head SET sequence = head.sequence, hash = head.hash
    WHERE organization_id = NEW.organization_id AND sequence < head.sequence;
  -- One that was written behind a savepoint is sealed by itself.
  IF NOT EXISTS (SELECT FROM audit_seal WHERE record_id = NEW.id) THEN
    PERFORM audit_append(NEW);
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION audit_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.organization_id <> OLD.organization_id OR NEW.sequence <= OLD.sequence THEN
    RAISE EXCEPTION 'The audit trail is append-only: its head moves on.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
