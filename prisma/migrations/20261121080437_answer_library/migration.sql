-- AlterEnum
ALTER TYPE "answer_status" ADD VALUE 'APPROVED_MATCH';

-- AlterTable
ALTER TABLE "answer" ADD COLUMN     "approved_at" TIMESTAMPTZ(3),
ADD COLUMN     "approved_by_id" UUID,
ADD COLUMN     "draft_anew" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "sentences" JSONB;

-- CreateTable
CREATE TABLE "pair_provenance" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "question_id" UUID NOT NULL,
    "answer_id" UUID NOT NULL,
    "answer_revision" INTEGER NOT NULL,
    "client_name" TEXT NOT NULL,
    "is_origin" BOOLEAN NOT NULL,
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "pair_provenance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pair_merge" (
    "dropped_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "kept_id" UUID NOT NULL,
    "merged_by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pair_merge_pkey" PRIMARY KEY ("dropped_id")
);

-- CreateTable
CREATE TABLE "library_dismissal" (
    "organization_id" UUID NOT NULL,
    "finding" TEXT NOT NULL,
    "dismissed_by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "library_dismissal_pkey" PRIMARY KEY ("organization_id","finding")
);

-- CreateIndex
CREATE INDEX "pair_provenance_item_id_idx" ON "pair_provenance"("item_id");

-- CreateIndex
CREATE INDEX "pair_provenance_workflow_id_idx" ON "pair_provenance"("workflow_id");

-- CreateIndex
CREATE UNIQUE INDEX "pair_provenance_answer_id_answer_revision_key" ON "pair_provenance"("answer_id", "answer_revision");

-- CreateIndex
CREATE INDEX "pair_merge_kept_id_idx" ON "pair_merge"("kept_id");

-- AddForeignKey
ALTER TABLE "pair_provenance" ADD CONSTRAINT "pair_provenance_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "knowledge_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pair_provenance" ADD CONSTRAINT "pair_provenance_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pair_provenance" ADD CONSTRAINT "pair_provenance_answer_id_fkey" FOREIGN KEY ("answer_id") REFERENCES "answer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pair_provenance" ADD CONSTRAINT "pair_provenance_approved_by_id_fkey" FOREIGN KEY ("approved_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pair_merge" ADD CONSTRAINT "pair_merge_dropped_id_fkey" FOREIGN KEY ("dropped_id") REFERENCES "knowledge_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pair_merge" ADD CONSTRAINT "pair_merge_kept_id_fkey" FOREIGN KEY ("kept_id") REFERENCES "knowledge_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer" ADD CONSTRAINT "answer_approved_by_id_fkey" FOREIGN KEY ("approved_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Whoever changed an approved answer last is the one who approved it.
UPDATE "answer" SET "approved_by_id" = "updated_by_id", "approved_at" = "updated_at" WHERE "status" = 'APPROVED';
