-- CreateEnum
CREATE TYPE "knowledge_state" AS ENUM ('INGESTING', 'READY', 'FAILED');

-- AlterTable
ALTER TABLE "knowledge_item" ADD COLUMN     "attempt" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "content_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "failure_at" TIMESTAMPTZ(3),
ADD COLUMN     "failure_code" TEXT,
ADD COLUMN     "failure_message" TEXT,
ADD COLUMN     "failure_retryable" BOOLEAN,
ADD COLUMN     "last_event" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "last_reviewed_at" TIMESTAMPTZ(3),
ADD COLUMN     "owner_id" UUID,
ADD COLUMN     "pages_read" INTEGER,
ADD COLUMN     "passages_stored" INTEGER,
ADD COLUMN     "passages_total" INTEGER,
ADD COLUMN     "progress_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "review_at" TIMESTAMPTZ(3),
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "state" "knowledge_state" NOT NULL DEFAULT 'READY',
ADD COLUMN     "step" TEXT NOT NULL DEFAULT 'DONE',
ADD COLUMN     "target_version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "knowledge_version" (
    "item_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "content_hash" TEXT NOT NULL,
    "file_id" UUID,
    "content" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "knowledge_version_pkey" PRIMARY KEY ("item_id","version")
);

-- CreateTable
CREATE TABLE "staged_passage" (
    "item_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "passage" JSON NOT NULL,

    CONSTRAINT "staged_passage_pkey" PRIMARY KEY ("item_id","position")
);

-- CreateTable
CREATE TABLE "knowledge_event" (
    "organization_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "item_id" UUID NOT NULL,
    "item_sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "knowledge_event_pkey" PRIMARY KEY ("organization_id","sequence")
);

-- CreateTable
CREATE TABLE "knowledge_event_count" (
    "organization_id" UUID NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "knowledge_event_count_pkey" PRIMARY KEY ("organization_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "knowledge_event_item_id_item_sequence_key" ON "knowledge_event"("item_id", "item_sequence");

-- CreateIndex
CREATE INDEX "knowledge_item_state_progress_at_idx" ON "knowledge_item"("state", "progress_at");

-- AddForeignKey
ALTER TABLE "knowledge_version" ADD CONSTRAINT "knowledge_version_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "knowledge_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "knowledge_version" ADD CONSTRAINT "knowledge_version_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "knowledge_version" ADD CONSTRAINT "knowledge_version_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staged_passage" ADD CONSTRAINT "staged_passage_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "knowledge_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "knowledge_item" ADD CONSTRAINT "knowledge_item_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What is there already is ready in its first version, and belongs to whoever added it. Texts of today were not kept whole.
UPDATE "knowledge_item" SET "content_at" = "created_at", "progress_at" = "created_at", "owner_id" = "created_by_id";
INSERT INTO "knowledge_version" ("item_id", "version", "organization_id", "content_hash", "file_id", "content", "created_by_id", "created_at")
SELECT i."id", 1, i."organization_id", i."content_hash", i."file_id",
  CASE WHEN i."kind" = 'qa_pair' THEN (SELECT p."text" FROM "passage" p WHERE p."item_id" = i."id" ORDER BY p."position" LIMIT 1) END,
  i."created_by_id", i."created_at"
FROM "knowledge_item" i;
