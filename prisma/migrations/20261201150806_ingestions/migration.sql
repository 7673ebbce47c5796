-- The ingestion of a document becomes a run with the document's id; what is its own stands in a table of its own. What is
-- under way goes on: its durable workflow keeps its id, its attempt and its step.
INSERT INTO "run" ("id", "organization_id", "kind", "reference", "state", "resume_state", "attempt", "engine", "percent",
    "failure_code", "failure_message", "failure_at", "failure_retryable", "created_by_id", "created_at", "updated_at", "completed_at")
  SELECT id, organization_id, 'KNOWLEDGE_INGESTION', 'KB-' || id,
    CASE
      WHEN state = 'READY' THEN 'READY'
      WHEN state = 'FAILED' THEN 'ERROR'
      WHEN deleted_at IS NOT NULL THEN 'CANCELLED'
      ELSE way
    END,
    CASE WHEN state = 'FAILED' OR state = 'INGESTING' AND deleted_at IS NOT NULL THEN way END,
    greatest(attempt, 1), 'rules',
    CASE way WHEN 'EXTRACTING' THEN 5 WHEN 'CUTTING' THEN 50 WHEN 'STORING' THEN 55 WHEN 'INDEXING' THEN 75 WHEN 'READY' THEN 100 ELSE 0 END,
    failure_code, failure_message, failure_at, failure_retryable, created_by_id, created_at, progress_at,
    CASE WHEN state = 'READY' THEN content_at END
  FROM (
    SELECT *, CASE step WHEN 'WAITING' THEN 'CREATED' WHEN 'DONE' THEN 'READY' ELSE step END AS way FROM "knowledge_item"
  ) AS item
  WHERE kind = 'document';

CREATE TABLE "ingestion" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "target_version" INTEGER NOT NULL,
    "pages_read" INTEGER,
    "passages_total" INTEGER,
    "passages_stored" INTEGER,

    CONSTRAINT "ingestion_pkey" PRIMARY KEY ("id")
);
INSERT INTO "ingestion"
  SELECT id, organization_id, target_version, pages_read, passages_total, passages_stored
  FROM "knowledge_item" WHERE kind = 'document';

DROP INDEX "knowledge_item_state_progress_at_idx";
ALTER TABLE "knowledge_item" DROP COLUMN "attempt",
DROP COLUMN "failure_at",
DROP COLUMN "failure_code",
DROP COLUMN "failure_message",
DROP COLUMN "failure_retryable",
DROP COLUMN "pages_read",
DROP COLUMN "passages_stored",
DROP COLUMN "passages_total",
DROP COLUMN "progress_at",
DROP COLUMN "step",
DROP COLUMN "target_version";

ALTER TABLE "ingestion" ADD CONSTRAINT "ingestion_id_fkey" FOREIGN KEY ("id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ingestion" ADD CONSTRAINT "ingestion_item_id_fkey" FOREIGN KEY ("id") REFERENCES "knowledge_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT row_security_by_organization('ingestion');
