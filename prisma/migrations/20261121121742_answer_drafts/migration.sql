-- AlterTable
ALTER TABLE "workflow" ADD COLUMN     "watched_until" TIMESTAMPTZ(3);

-- Unlogged: rewritten several times a second while somebody watches, and of no worth after a crash.
CREATE UNLOGGED TABLE "answer_draft" (
    "answer_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "question_id" UUID NOT NULL,
    "run" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "writer" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "answer_draft_pkey" PRIMARY KEY ("answer_id")
);

-- CreateIndex
CREATE INDEX "answer_draft_workflow_id_idx" ON "answer_draft"("workflow_id");
