-- CreateEnum
CREATE TYPE "requirement_kind" AS ENUM ('REQUIREMENT', 'NEED', 'QUESTION', 'INSTRUCTION');

-- CreateEnum
CREATE TYPE "proposal_section_kind" AS ENUM ('TEXT', 'NEEDS', 'SUMMARY', 'PRICING');

-- CreateEnum
CREATE TYPE "proposal_section_status" AS ENUM ('PENDING', 'DRAFTED', 'NEEDS_INPUT', 'FAILED');

-- AlterTable
ALTER TABLE "review_issue" ADD COLUMN     "section_id" UUID;

-- CreateTable
CREATE TABLE "proposal" (
    "workflow_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "requirements" TEXT NOT NULL,
    "template_id" TEXT NOT NULL,
    "template_name" TEXT NOT NULL,
    "template_version" INTEGER NOT NULL,
    "template" JSONB NOT NULL,
    "written_version" INTEGER,
    "output_version" INTEGER,

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("workflow_id")
);

-- CreateTable
CREATE TABLE "proposal_requirement" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "requirement_kind" NOT NULL,
    "text" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "section_id" UUID,
    "covered" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "proposal_requirement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposal_section" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "proposal_section_kind" NOT NULL,
    "title" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "words" INTEGER NOT NULL,
    "topics" TEXT[],
    "content" TEXT NOT NULL DEFAULT '',
    "confidence" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "status" "proposal_section_status" NOT NULL DEFAULT 'PENDING',
    "failure" TEXT,
    "guidance" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "written_revision" INTEGER,
    "drafted_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "proposal_section_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposal_source" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "section_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "title" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "section" TEXT,
    "page" INTEGER,
    "start" INTEGER,
    "end" INTEGER,
    "knowledge_id" UUID,

    CONSTRAINT "proposal_source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposal_template_version" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "template_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "sections" JSONB,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "proposal_template_version_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "proposal_requirement_section_id_idx" ON "proposal_requirement"("section_id");

-- CreateIndex
CREATE UNIQUE INDEX "proposal_requirement_workflow_id_position_key" ON "proposal_requirement"("workflow_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "proposal_section_workflow_id_position_key" ON "proposal_section"("workflow_id", "position");

-- CreateIndex
CREATE INDEX "proposal_source_knowledge_id_idx" ON "proposal_source"("knowledge_id");

-- CreateIndex
CREATE UNIQUE INDEX "proposal_source_section_id_position_key" ON "proposal_source"("section_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "proposal_template_version_organization_id_template_id_versi_key" ON "proposal_template_version"("organization_id", "template_id", "version");

-- CreateIndex
CREATE INDEX "review_issue_section_id_idx" ON "review_issue"("section_id");

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_requirement" ADD CONSTRAINT "proposal_requirement_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_requirement" ADD CONSTRAINT "proposal_requirement_section_id_fkey" FOREIGN KEY ("section_id") REFERENCES "proposal_section"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_section" ADD CONSTRAINT "proposal_section_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_source" ADD CONSTRAINT "proposal_source_section_id_fkey" FOREIGN KEY ("section_id") REFERENCES "proposal_section"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_issue" ADD CONSTRAINT "review_issue_section_id_fkey" FOREIGN KEY ("section_id") REFERENCES "proposal_section"("id") ON DELETE CASCADE ON UPDATE CASCADE;
