-- CreateEnum
CREATE TYPE "workflow_kind" AS ENUM ('RFP_RESPONSE', 'QUICK_PROPOSAL');

-- CreateEnum
CREATE TYPE "workflow_state" AS ENUM ('CREATED', 'ANALYZING', 'ROUTING', 'GENERATING', 'REVIEWING', 'FORMATTING', 'READY', 'SUBMITTED', 'CLOSED', 'ERROR', 'CANCELLED');

-- CreateEnum
CREATE TYPE "question_kind" AS ENUM ('QUESTION', 'REQUIREMENT', 'INSTRUCTION');

-- CreateEnum
CREATE TYPE "answer_status" AS ENUM ('PENDING', 'DRAFTED', 'NEEDS_INPUT', 'EDITED', 'APPROVED', 'FAILED');

-- CreateEnum
CREATE TYPE "quality" AS ENUM ('HIGH', 'MEDIUM', 'LOW');

-- CreateTable
CREATE TABLE "stored_file" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "filename" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "storage_key" TEXT NOT NULL,
    "page_count" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stored_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "client_name" TEXT,
    "document_type" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "last_edited_by_id" UUID,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_version" (
    "document_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "edited_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_version_pkey" PRIMARY KEY ("document_id","version")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "audit_record" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "knowledge_item" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "tags" TEXT[],
    "content_hash" TEXT NOT NULL,
    "file_id" UUID,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "knowledge_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passage" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "question" TEXT,
    "section" TEXT,
    "page" INTEGER,
    "start" INTEGER,
    "end" INTEGER,
    "title" TEXT,
    "search" tsvector GENERATED ALWAYS AS (((setweight(to_tsvector('english'::regconfig, translate(COALESCE(question, ''::text), '/_-'::text, '   '::text)), 'A'::"char") || setweight(to_tsvector('english'::regconfig, translate(text, '/_-'::text, '   '::text)), 'B'::"char")) || setweight(to_tsvector('english'::regconfig, translate(COALESCE(section, ''::text), '/_-'::text, '   '::text)), 'C'::"char")) || setweight(to_tsvector('english'::regconfig, translate(COALESCE(title, ''::text), '/_-'::text, '   '::text)), 'D'::"char")) STORED,

    CONSTRAINT "passage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workflow" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "kind" "workflow_kind" NOT NULL,
    "state" "workflow_state" NOT NULL DEFAULT 'CREATED',
    "resume_state" "workflow_state",
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "engine" TEXT NOT NULL,
    "client_name" TEXT NOT NULL,
    "industry" TEXT,
    "file_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 0,
    "percent" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "questions_total" INTEGER,
    "questions_answered" INTEGER,
    "sections" TEXT[],
    "page_count" INTEGER,
    "extracted_at" TIMESTAMPTZ(3),
    "answers_revision" INTEGER NOT NULL DEFAULT 0,
    "failure_code" TEXT,
    "failure_message" TEXT,
    "failure_at" TIMESTAMPTZ(3),
    "failure_retryable" BOOLEAN,
    "idempotency_key" TEXT,
    "idempotency_hash" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "workflow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_text" (
    "workflow_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "source_text_pkey" PRIMARY KEY ("workflow_id")
);

-- CreateTable
CREATE TABLE "source_block" (
    "workflow_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT,
    "furniture" TEXT,
    "number" TEXT,
    "level" INTEGER,
    "page" INTEGER,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "row" JSONB,
    "units" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "source_block_pkey" PRIMARY KEY ("workflow_id","position")
);

-- CreateTable
CREATE TABLE "question" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "number" TEXT,
    "kind" "question_kind" NOT NULL,
    "text" TEXT NOT NULL,
    "section" TEXT,
    "context" TEXT,
    "route" TEXT NOT NULL DEFAULT 'other',
    "page" INTEGER,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,

    CONSTRAINT "question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "answer" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "question_id" UUID NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "confidence" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "status" "answer_status" NOT NULL DEFAULT 'PENDING',
    "engine" TEXT,
    "failure" TEXT,
    "guidance" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "answered_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by_id" UUID,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "answer_source" (
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

    CONSTRAINT "answer_source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review" (
    "workflow_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "overall_quality" "quality" NOT NULL,
    "completeness_score" DOUBLE PRECISION NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_pkey" PRIMARY KEY ("workflow_id")
);

-- CreateTable
CREATE TABLE "review_issue" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "severity" "quality" NOT NULL,
    "message" TEXT NOT NULL,
    "question_id" UUID,

    CONSTRAINT "review_issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "output" (
    "workflow_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "filename" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "storage_key" TEXT NOT NULL,
    "answers_revision" INTEGER NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "output_pkey" PRIMARY KEY ("workflow_id")
);

-- CreateTable
CREATE TABLE "workflow_event" (
    "workflow_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workflow_event_pkey" PRIMARY KEY ("workflow_id","sequence")
);

-- CreateTable
CREATE TABLE "task_result" (
    "workflow_id" UUID NOT NULL,
    "task" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "result" JSONB NOT NULL,
    "input_tokens" INTEGER NOT NULL,
    "output_tokens" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_result_pkey" PRIMARY KEY ("workflow_id","task","part")
);

-- CreateIndex
CREATE INDEX "stored_file_organization_id_sha256_idx" ON "stored_file"("organization_id", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "document_workflow_id_key" ON "document"("workflow_id");

-- CreateIndex
CREATE INDEX "document_organization_id_updated_at_id_idx" ON "document"("organization_id", "updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE INDEX "audit_record_organization_id_at_idx" ON "audit_record"("organization_id", "at");

-- CreateIndex
CREATE INDEX "audit_record_subject_id_idx" ON "audit_record"("subject_id");

-- CreateIndex
CREATE INDEX "knowledge_item_organization_id_created_at_id_idx" ON "knowledge_item"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "knowledge_item_organization_id_content_hash_idx" ON "knowledge_item"("organization_id", "content_hash");

-- CreateIndex
CREATE INDEX "passage_organization_id_item_id_idx" ON "passage"("organization_id", "item_id");

-- CreateIndex
CREATE INDEX "passage_search_idx" ON "passage" USING GIN ("search");

-- CreateIndex
CREATE UNIQUE INDEX "passage_item_id_position_key" ON "passage"("item_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_reference_key" ON "workflow"("reference");

-- CreateIndex
CREATE INDEX "workflow_organization_id_created_at_id_idx" ON "workflow"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "workflow_state_updated_at_idx" ON "workflow"("state", "updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_organization_id_idempotency_key_key" ON "workflow"("organization_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "question_workflow_id_position_key" ON "question"("workflow_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "answer_question_id_key" ON "answer"("question_id");

-- CreateIndex
CREATE INDEX "answer_workflow_id_status_idx" ON "answer"("workflow_id", "status");

-- CreateIndex
CREATE INDEX "answer_source_knowledge_id_idx" ON "answer_source"("knowledge_id");

-- CreateIndex
CREATE UNIQUE INDEX "answer_source_answer_id_position_key" ON "answer_source"("answer_id", "position");

-- CreateIndex
CREATE INDEX "review_issue_question_id_idx" ON "review_issue"("question_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_issue_workflow_id_position_key" ON "review_issue"("workflow_id", "position");

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_last_edited_by_id_fkey" FOREIGN KEY ("last_edited_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_version" ADD CONSTRAINT "document_version_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "knowledge_item" ADD CONSTRAINT "knowledge_item_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passage" ADD CONSTRAINT "passage_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "knowledge_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow" ADD CONSTRAINT "workflow_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_text" ADD CONSTRAINT "source_text_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_block" ADD CONSTRAINT "source_block_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer" ADD CONSTRAINT "answer_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer" ADD CONSTRAINT "answer_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "question"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer" ADD CONSTRAINT "answer_updated_by_id_fkey" FOREIGN KEY ("updated_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer_source" ADD CONSTRAINT "answer_source_answer_id_fkey" FOREIGN KEY ("answer_id") REFERENCES "answer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review" ADD CONSTRAINT "review_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_issue" ADD CONSTRAINT "review_issue_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "review"("workflow_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_issue" ADD CONSTRAINT "review_issue_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "question"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "output" ADD CONSTRAINT "output_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_event" ADD CONSTRAINT "workflow_event_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_result" ADD CONSTRAINT "task_result_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Keeps the search vectors inline: reading them from the side table costs more than the wider rows.
ALTER TABLE "passage" SET (toast_tuple_target = 8160);
