-- The life of a run gets a table of its own, whatever its kind; `workflow` keeps what RFP responses and proposals have in
-- common besides, and each kind has its own table. All are keyed by the id that the workflow has.
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'CREATED',
    "resume_state" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "engine" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "percent" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "failure_code" TEXT,
    "failure_message" TEXT,
    "failure_at" TIMESTAMPTZ(3),
    "failure_retryable" BOOLEAN,
    "idempotency_key" TEXT,
    "idempotency_hash" TEXT,
    "parent_id" UUID,
    "rerun_of_id" UUID,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3)
);
INSERT INTO "run" ("id", "organization_id", "kind", "reference", "state", "resume_state", "attempt", "engine", "version",
    "percent", "failure_code", "failure_message", "failure_at", "failure_retryable", "idempotency_key", "idempotency_hash",
    "created_by_id", "created_at", "updated_at", "completed_at")
  SELECT "id", "organization_id", "kind"::text, "reference", "state"::text, "resume_state"::text, "attempt", "engine",
    "version", "percent", "failure_code", "failure_message", "failure_at", "failure_retryable", "idempotency_key",
    "idempotency_hash", "created_by_id", "created_at", "updated_at", "completed_at"
  FROM "workflow";

CREATE TABLE "rfp_response" (
    "workflow_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "file_id" UUID,
    "page_count" INTEGER,
    "extracted_at" TIMESTAMPTZ(3),
    "sections" TEXT[],
    "questions_total" INTEGER,
    "questions_answered" INTEGER
);
INSERT INTO "rfp_response"
  SELECT "id", "organization_id", "file_id", "page_count", "extracted_at", "sections", "questions_total", "questions_answered"
  FROM "workflow" WHERE "kind" = 'RFP_RESPONSE';

ALTER TABLE "proposal" ADD COLUMN "sections_total" INTEGER, ADD COLUMN "sections_drafted" INTEGER;
UPDATE "proposal" SET "sections_total" = w."questions_total", "sections_drafted" = w."questions_answered"
  FROM "workflow" w WHERE w."id" = "proposal"."workflow_id" AND w."questions_total" IS NOT NULL;

-- The indexes and foreign keys of the columns go with them.
ALTER TABLE "workflow"
  DROP COLUMN "attempt",
  DROP COLUMN "completed_at",
  DROP COLUMN "created_at",
  DROP COLUMN "created_by_id",
  DROP COLUMN "engine",
  DROP COLUMN "extracted_at",
  DROP COLUMN "failure_at",
  DROP COLUMN "failure_code",
  DROP COLUMN "failure_message",
  DROP COLUMN "failure_retryable",
  DROP COLUMN "file_id",
  DROP COLUMN "idempotency_hash",
  DROP COLUMN "idempotency_key",
  DROP COLUMN "kind",
  DROP COLUMN "page_count",
  DROP COLUMN "percent",
  DROP COLUMN "questions_answered",
  DROP COLUMN "questions_total",
  DROP COLUMN "reference",
  DROP COLUMN "resume_state",
  DROP COLUMN "sections",
  DROP COLUMN "state",
  DROP COLUMN "updated_at",
  DROP COLUMN "version";
DROP TYPE "workflow_kind";
DROP TYPE "workflow_state";

ALTER TABLE "run" ADD CONSTRAINT "run_pkey" PRIMARY KEY ("id");
ALTER TABLE "rfp_response" ADD CONSTRAINT "rfp_response_pkey" PRIMARY KEY ("workflow_id");
CREATE INDEX "rfp_response_file_id_idx" ON "rfp_response"("file_id");
CREATE UNIQUE INDEX "run_reference_key" ON "run"("reference");
CREATE INDEX "run_state_updated_at_idx" ON "run"("state", "updated_at");
CREATE INDEX "run_parent_id_idx" ON "run"("parent_id");
CREATE INDEX "run_rerun_of_id_idx" ON "run"("rerun_of_id");
CREATE UNIQUE INDEX "run_organization_id_idempotency_key_key" ON "run"("organization_id", "idempotency_key");
CREATE INDEX "workflow_organization_id_id_idx" ON "workflow"("organization_id", "id" DESC);
ALTER TABLE "workflow" ADD CONSTRAINT "workflow_id_fkey" FOREIGN KEY ("id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rfp_response" ADD CONSTRAINT "rfp_response_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rfp_response" ADD CONSTRAINT "rfp_response_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "run" ADD CONSTRAINT "run_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "run" ADD CONSTRAINT "run_rerun_of_id_fkey" FOREIGN KEY ("rerun_of_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

SELECT row_security_by_organization('run');
SELECT row_security_by_organization('rfp_response');
