-- CreateEnum
CREATE TYPE "qa_status" AS ENUM ('STREAMING', 'ANSWERED', 'NOT_FOUND', 'FAILED');

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "qa_answer" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "question" TEXT NOT NULL,
    "query" TEXT,
    "text" TEXT NOT NULL DEFAULT '',
    "confidence" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "status" "qa_status" NOT NULL DEFAULT 'STREAMING',
    "engine" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "failure_code" TEXT,
    "failure_message" TEXT,
    "passages" INTEGER NOT NULL DEFAULT 0,
    "nearest" JSONB NOT NULL DEFAULT '[]',
    "input_tokens" INTEGER NOT NULL DEFAULT 0,
    "output_tokens" INTEGER NOT NULL DEFAULT 0,
    "helpful" BOOLEAN,
    "feedback_comment" TEXT,
    "feedback_by_id" UUID,
    "feedback_at" TIMESTAMPTZ(3),
    "library_item_id" UUID,
    "idempotency_key" TEXT,
    "idempotency_hash" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "qa_answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "qa_source" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "answer_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "source" TEXT NOT NULL,
    "section" TEXT,
    "page" INTEGER,
    "start" INTEGER,
    "end" INTEGER,
    "knowledge_id" UUID,

    CONSTRAINT "qa_source_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "conversation_organization_id_updated_at_id_idx" ON "conversation"("organization_id", "updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "qa_answer_organization_id_feedback_at_id_idx" ON "qa_answer"("organization_id", "feedback_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "qa_answer_status_lease_until_idx" ON "qa_answer"("status", "lease_until");

-- CreateIndex
CREATE UNIQUE INDEX "qa_answer_conversation_id_position_key" ON "qa_answer"("conversation_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "qa_answer_organization_id_idempotency_key_key" ON "qa_answer"("organization_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "qa_source_knowledge_id_idx" ON "qa_source"("knowledge_id");

-- CreateIndex
CREATE UNIQUE INDEX "qa_source_answer_id_position_key" ON "qa_source"("answer_id", "position");

-- AddForeignKey
ALTER TABLE "qa_answer" ADD CONSTRAINT "qa_answer_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qa_source" ADD CONSTRAINT "qa_source_answer_id_fkey" FOREIGN KEY ("answer_id") REFERENCES "qa_answer"("id") ON DELETE CASCADE ON UPDATE CASCADE;
