-- Forms that go back with the answers in them: where they ask, which answers they list, and the file as it goes back.
-- CreateEnum
CREATE TYPE "mapping_status" AS ENUM ('PROPOSED', 'CONFIRMED');

-- AlterTable
ALTER TABLE "answer" ADD COLUMN     "choice" TEXT,
ADD COLUMN     "comment" TEXT;

-- AlterTable
ALTER TABLE "question" ADD COLUMN     "cells" JSONB,
ADD COLUMN     "hint" TEXT,
ADD COLUMN     "options" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "questionnaire" (
    "workflow_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "sheets" JSONB NOT NULL DEFAULT '[]',
    "regions" JSONB NOT NULL DEFAULT '[]',
    "confidence" DOUBLE PRECISION NOT NULL,
    "status" "mapping_status" NOT NULL DEFAULT 'PROPOSED',
    "version" INTEGER NOT NULL DEFAULT 1,
    "fingerprint" TEXT NOT NULL,
    "remembered" BOOLEAN NOT NULL DEFAULT false,
    "confirmed_by_id" UUID,
    "confirmed_at" TIMESTAMPTZ(3),

    CONSTRAINT "questionnaire_pkey" PRIMARY KEY ("workflow_id")
);

-- CreateTable
CREATE TABLE "questionnaire_return" (
    "workflow_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "filename" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "storage_key" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "answers_revision" INTEGER NOT NULL,
    "mapping_version" INTEGER NOT NULL,
    "report" JSONB NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "questionnaire_return_pkey" PRIMARY KEY ("workflow_id")
);

-- CreateTable
CREATE TABLE "remembered_mapping" (
    "organization_id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "regions" JSONB NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "remembered_mapping_pkey" PRIMARY KEY ("organization_id","fingerprint")
);

-- AddForeignKey
ALTER TABLE "questionnaire" ADD CONSTRAINT "questionnaire_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "rfp_response"("workflow_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questionnaire" ADD CONSTRAINT "questionnaire_confirmed_by_id_fkey" FOREIGN KEY ("confirmed_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questionnaire_return" ADD CONSTRAINT "questionnaire_return_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "questionnaire"("workflow_id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT row_security_by_organization('questionnaire');
SELECT row_security_by_organization('questionnaire_return');
SELECT row_security_by_organization('remembered_mapping');
