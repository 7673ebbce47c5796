-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "department" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "invitation" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "qa_answer" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "usage_budget" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "model_routing" (
    "organization_id" UUID NOT NULL,
    "task" "model_task" NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "model_routing_pkey" PRIMARY KEY ("organization_id","task")
);

SELECT row_security_by_organization('model_routing');

-- What was set before has its first version.
INSERT INTO model_routing (organization_id, task, version)
SELECT DISTINCT organization_id, task, 1 FROM model_route;

-- The version of a row moves with each change of it, besides those of the columns that are named: what the service keeps
-- there for itself.
CREATE FUNCTION count_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'version' - TG_ARGV::text[] IS DISTINCT FROM to_jsonb(OLD) - 'version' - TG_ARGV::text[] THEN
    NEW.version := OLD.version + 1;
  ELSE
    NEW.version := OLD.version;
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER count_version BEFORE UPDATE ON organization FOR EACH ROW EXECUTE FUNCTION count_version('');
CREATE TRIGGER count_version BEFORE UPDATE ON membership FOR EACH ROW EXECUTE FUNCTION count_version('');
CREATE TRIGGER count_version BEFORE UPDATE ON department FOR EACH ROW EXECUTE FUNCTION count_version('');
CREATE TRIGGER count_version BEFORE UPDATE ON invitation FOR EACH ROW EXECUTE FUNCTION count_version('token_hash');
CREATE TRIGGER count_version BEFORE UPDATE ON api_key FOR EACH ROW EXECUTE FUNCTION count_version('last_used_at');
CREATE TRIGGER count_version BEFORE UPDATE ON usage_budget FOR EACH ROW EXECUTE FUNCTION count_version('updated_at', 'warned_for', 'exceeded_for');
CREATE TRIGGER count_version BEFORE UPDATE ON conversation FOR EACH ROW EXECUTE FUNCTION count_version('updated_at');
CREATE TRIGGER count_version BEFORE UPDATE ON qa_answer FOR EACH ROW EXECUTE FUNCTION count_version('updated_at', 'lease_until');
