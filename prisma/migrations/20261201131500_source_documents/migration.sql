-- A file is read once for all that use it: texts and blocks belong to the file, not to the run that read it. What was read
-- so far keeps its id, that of its run, and is shared with nobody: it does not say which reader read it.
ALTER TABLE "source_text" RENAME TO "source_document";
ALTER TABLE "source_document" RENAME CONSTRAINT "source_text_pkey" TO "source_document_pkey";
ALTER TABLE "source_document" DROP CONSTRAINT "source_text_workflow_id_fkey";
ALTER TABLE "source_document" RENAME COLUMN "workflow_id" TO "id";
ALTER TABLE "source_document"
  ADD COLUMN "content_hash" TEXT,
  ADD COLUMN "format" TEXT NOT NULL DEFAULT 'text',
  ADD COLUMN "reader" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "page_count" INTEGER,
  ADD COLUMN "left_out" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

ALTER TABLE "stored_file" ADD COLUMN "source_document_id" UUID;
UPDATE "source_document" d
  SET "format" = f."format", "page_count" = r."page_count", "left_out" = f."left_out",
    "read_at" = coalesce(r."extracted_at", f."created_at")
  FROM "rfp_response" r JOIN "stored_file" f ON f."id" = r."file_id"
  WHERE r."workflow_id" = d."id";
UPDATE "stored_file" f SET "source_document_id" = d."id"
  FROM "rfp_response" r JOIN "source_document" d ON d."id" = r."workflow_id"
  WHERE f."id" = r."file_id";
ALTER TABLE "source_document" ALTER COLUMN "format" DROP DEFAULT, ALTER COLUMN "reader" DROP DEFAULT;

CREATE TABLE "block_label" (
    "workflow_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "units" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "block_label_pkey" PRIMARY KEY ("workflow_id", "position")
);
INSERT INTO "block_label" ("workflow_id", "position", "organization_id", "label", "units")
  SELECT "workflow_id", "position", "organization_id", "label", "units" FROM "source_block" WHERE "label" IS NOT NULL;

ALTER TABLE "source_block" DROP CONSTRAINT "source_block_workflow_id_fkey";
ALTER TABLE "source_block" RENAME COLUMN "workflow_id" TO "document_id";
ALTER TABLE "source_block" DROP COLUMN "label", DROP COLUMN "units";

CREATE TABLE "source_page" (
    "document_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "width" DOUBLE PRECISION NOT NULL,
    "height" DOUBLE PRECISION NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "words" BYTEA NOT NULL,

    CONSTRAINT "source_page_pkey" PRIMARY KEY ("document_id", "number")
);
-- It is packed already.
ALTER TABLE "source_page" ALTER COLUMN "words" SET STORAGE EXTERNAL;

CREATE UNIQUE INDEX "source_document_organization_id_content_hash_format_reader_key"
  ON "source_document"("organization_id", "content_hash", "format", "reader");
CREATE INDEX "stored_file_source_document_id_idx" ON "stored_file"("source_document_id");
ALTER TABLE "stored_file" ADD CONSTRAINT "stored_file_source_document_id_fkey"
  FOREIGN KEY ("source_document_id") REFERENCES "source_document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "source_block" ADD CONSTRAINT "source_block_document_id_fkey"
  FOREIGN KEY ("document_id") REFERENCES "source_document"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "source_page" ADD CONSTRAINT "source_page_document_id_fkey"
  FOREIGN KEY ("document_id") REFERENCES "source_document"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "block_label" ADD CONSTRAINT "block_label_workflow_id_fkey"
  FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT row_security_by_organization('block_label');
SELECT row_security_by_organization('source_page');
