-- CreateEnum
CREATE TYPE "model_task" AS ENUM ('EXTRACTION', 'DRAFTING', 'REVIEW', 'CHAT', 'EMBEDDINGS');

-- CreateEnum
CREATE TYPE "ai_request_outcome" AS ENUM ('ANSWERED', 'FAILED', 'CACHE_EXACT', 'CACHE_SEMANTIC');

-- AlterTable
ALTER TABLE "answer" ADD COLUMN     "ai_request_id" UUID;

-- AlterTable
ALTER TABLE "proposal_section" ADD COLUMN     "ai_request_id" UUID;

-- AlterTable
ALTER TABLE "qa_answer" ADD COLUMN     "ai_request_id" UUID;

-- AlterTable
ALTER TABLE "task_result" ADD COLUMN     "ai_request_id" UUID;

-- CreateTable
CREATE TABLE "provider_credential" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "base_url" TEXT,
    "model" TEXT,
    "embedding_model" TEXT,
    "embedding_dimensions" INTEGER,
    "sealed_key" TEXT,
    "key_ending" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "activated_at" TIMESTAMPTZ(3),
    "max_concurrency" INTEGER,
    "tokens_per_minute" INTEGER,
    "requests_per_minute" INTEGER,
    "input_price" DECIMAL(12,6),
    "output_price" DECIMAL(12,6),
    "last_test" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_route" (
    "organization_id" UUID NOT NULL,
    "task" "model_task" NOT NULL,
    "position" INTEGER NOT NULL,
    "credential_id" UUID,
    "model" TEXT,

    CONSTRAINT "model_route_pkey" PRIMARY KEY ("organization_id","task","position")
);

-- CreateTable
CREATE TABLE "prompt_template" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "task" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT,
    "note" TEXT,
    "restored_from" INTEGER,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prompt_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ai_request" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID,
    "workflow_id" UUID,
    "task" TEXT NOT NULL,
    "model_task" "model_task" NOT NULL,
    "provider" TEXT NOT NULL,
    "credential_id" UUID,
    "credential_name" TEXT,
    "model" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "prompt_version" INTEGER NOT NULL DEFAULT 0,
    "prompt_hash" TEXT,
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "input_tokens" INTEGER NOT NULL DEFAULT 0,
    "output_tokens" INTEGER NOT NULL DEFAULT 0,
    "cost" DECIMAL(18,9),
    "latency_ms" INTEGER NOT NULL,
    "outcome" "ai_request_outcome" NOT NULL,
    "failure_kind" TEXT,
    "failure_message" TEXT,
    "status" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ai_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "provider_credential_organization_id_provider_name_key" ON "provider_credential"("organization_id", "provider", "name");

-- CreateIndex
CREATE INDEX "model_route_credential_id_idx" ON "model_route"("credential_id");

-- CreateIndex
CREATE UNIQUE INDEX "prompt_template_organization_id_task_version_key" ON "prompt_template"("organization_id", "task", "version");

-- CreateIndex
CREATE INDEX "ai_request_organization_id_at_id_idx" ON "ai_request"("organization_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "ai_request_workflow_id_at_idx" ON "ai_request"("workflow_id", "at");

-- AddForeignKey
ALTER TABLE "model_route" ADD CONSTRAINT "model_route_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "provider_credential"("id") ON DELETE CASCADE ON UPDATE CASCADE;
