-- CreateTable
CREATE TABLE "keyed_work" (
    "organization_id" UUID NOT NULL,
    "work" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "claim" UUID NOT NULL,
    "claimed_until" TIMESTAMPTZ(3) NOT NULL,
    "outcome" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "keyed_work_pkey" PRIMARY KEY ("organization_id","work","key")
);

-- Unlogged: written often, and of no worth after a crash.
CREATE UNLOGGED TABLE "quota_window" (
    "key" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "used" INTEGER NOT NULL,
    "granted" INTEGER NOT NULL,

    CONSTRAINT "quota_window_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "keyed_work_created_at_idx" ON "keyed_work"("created_at");

-- CreateIndex
CREATE INDEX "quota_window_started_at_idx" ON "quota_window"("started_at");
