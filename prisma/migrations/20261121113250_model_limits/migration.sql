-- CreateEnum
CREATE TYPE "budget_period" AS ENUM ('DAY', 'MONTH');

-- AlterTable
ALTER TABLE "ai_request" ADD COLUMN     "saved_cost" DECIMAL(18,9),
ADD COLUMN     "saved_tokens" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "model_limit" (
    "credential_key" TEXT NOT NULL,
    "tokens_left" DOUBLE PRECISION,
    "requests_left" DOUBLE PRECISION,
    "refilled_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "paused_until" TIMESTAMPTZ(3),

    CONSTRAINT "model_limit_pkey" PRIMARY KEY ("credential_key")
);

-- CreateTable
CREATE TABLE "model_lease" (
    "id" UUID NOT NULL,
    "credential_key" TEXT NOT NULL,
    "admitted_at" TIMESTAMPTZ(6),
    "since" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_lease_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ai_cache_entry" (
    "organization_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "reply" TEXT NOT NULL,
    "input_tokens" INTEGER NOT NULL,
    "output_tokens" INTEGER NOT NULL,
    "cost" DECIMAL(18,9),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ai_cache_entry_pkey" PRIMARY KEY ("organization_id","hash")
);

-- CreateTable
CREATE TABLE "ai_cache_answer" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "vector" BYTEA NOT NULL,
    "answer" JSONB NOT NULL,
    "engine" TEXT NOT NULL,
    "passage_ids" UUID[],
    "passage_hashes" TEXT[],
    "item_ids" UUID[],
    "subject_id" UUID NOT NULL,
    "tokens" INTEGER NOT NULL,
    "cost" DECIMAL(18,9),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ai_cache_answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_budget" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "period" "budget_period" NOT NULL,
    "limit_usd" DECIMAL(12,2),
    "limit_tokens" BIGINT,
    "warn_at" DOUBLE PRECISION NOT NULL DEFAULT 0.8,
    "warned_for" TIMESTAMPTZ(3),
    "exceeded_for" TIMESTAMPTZ(3),
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_budget_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "model_lease_credential_key_since_idx" ON "model_lease"("credential_key", "since");

-- CreateIndex
CREATE INDEX "ai_cache_entry_expires_at_idx" ON "ai_cache_entry"("expires_at");

-- CreateIndex
CREATE INDEX "ai_cache_answer_organization_id_scope_idx" ON "ai_cache_answer"("organization_id", "scope");

-- CreateIndex
CREATE INDEX "ai_cache_answer_item_ids_idx" ON "ai_cache_answer" USING GIN ("item_ids");

-- CreateIndex
CREATE INDEX "ai_cache_answer_expires_at_idx" ON "ai_cache_answer"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "usage_budget_organization_id_period_key" ON "usage_budget"("organization_id", "period");


-- Asks for a place at a credential. Each statement in here sees what was committed before the row of the credential was
-- locked, which the parts of one statement would not. All times are the database's.
--
-- Who is turned away stands in line (a lease without admitted_at) until expiry, and nobody who came later overtakes it.
-- Tokens and requests of a minute are buckets, as providers keep them: they hold a minute's worth and fill all the time.
-- A request of more tokens than a minute has goes when the bucket is full, and leaves it in debt.
--
-- Returns no row for one that is admitted; else why not, and how long at least, in milliseconds: null where that depends
-- on others.
CREATE FUNCTION model_admit(
  p_key text, p_lease uuid, p_tokens float8, p_concurrency int, p_tokens_per_minute int, p_requests_per_minute int,
  p_lease_ms int, p_ticket_ms int
) RETURNS TABLE (reason text, wait_ms int) LANGUAGE plpgsql AS $$
DECLARE
  load model_limit%ROWTYPE;
  moment timestamptz;
  minutes float8;
  came timestamptz;
  running int;
  is_behind boolean;
  paused_ms float8;
  tokens_ms float8;
  requests_ms float8;
BEGIN
  LOOP
    SELECT * INTO load FROM model_limit WHERE credential_key = p_key FOR UPDATE;
    EXIT WHEN FOUND;
    INSERT INTO model_limit (credential_key) VALUES (p_key) ON CONFLICT DO NOTHING;
  END LOOP;
  moment := clock_timestamp();
  DELETE FROM model_lease WHERE credential_key = p_key AND expires_at <= moment AND id <> p_lease;

  minutes := greatest(extract(epoch FROM moment - load.refilled_at), 0) / 60;
  load.tokens_left := least(
    coalesce(load.tokens_left, p_tokens_per_minute) + minutes * p_tokens_per_minute, p_tokens_per_minute);
  load.requests_left := least(
    coalesce(load.requests_left, p_requests_per_minute) + minutes * p_requests_per_minute, p_requests_per_minute);
  paused_ms := greatest(extract(epoch FROM load.paused_until - moment) * 1000, 0);
  tokens_ms := greatest(least(p_tokens, p_tokens_per_minute) - load.tokens_left - 0.001, 0)
    / p_tokens_per_minute * 60000;
  requests_ms := greatest(1 - load.requests_left - 0.001, 0) / p_requests_per_minute * 60000;

  SELECT since INTO came FROM model_lease WHERE id = p_lease;
  came := coalesce(came, moment);
  SELECT count(*) FILTER (WHERE admitted_at IS NOT NULL),
    coalesce(bool_or(admitted_at IS NULL AND (since, id) < (came, p_lease)), false)
  INTO running, is_behind FROM model_lease WHERE credential_key = p_key AND id <> p_lease;

  reason := CASE
    WHEN paused_ms > 0 THEN 'paused'
    WHEN is_behind THEN 'line'
    WHEN running >= p_concurrency THEN 'concurrency'
    WHEN tokens_ms > 0 THEN 'tokens'
    WHEN requests_ms > 0 THEN 'requests'
  END;
  IF reason IS NOT NULL THEN
    INSERT INTO model_lease (id, credential_key, since, expires_at)
    VALUES (p_lease, p_key, came, moment + p_ticket_ms * interval '1 millisecond')
    ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at;
    wait_ms := nullif(ceil(greatest(paused_ms, tokens_ms, requests_ms, 0)), 0)::int;
    RETURN NEXT;
    RETURN;
  END IF;

  UPDATE model_limit SET tokens_left = load.tokens_left - p_tokens, requests_left = load.requests_left - 1,
    refilled_at = moment WHERE credential_key = p_key;
  IF p_concurrency IS NULL THEN
    DELETE FROM model_lease WHERE id = p_lease;
  ELSE
    INSERT INTO model_lease (id, credential_key, admitted_at, since, expires_at)
    VALUES (p_lease, p_key, moment, came, moment + p_lease_ms * interval '1 millisecond')
    ON CONFLICT (id) DO UPDATE SET admitted_at = moment, expires_at = excluded.expires_at;
  END IF;
  -- There may be room for the next in line, too.
  IF running + 1 < p_concurrency OR p_concurrency IS NULL THEN
    PERFORM pg_notify('model_limit', p_key || ' 0') FROM model_lease
    WHERE credential_key = p_key AND admitted_at IS NULL LIMIT 1;
  END IF;
END
$$;

-- Gives a place back, or leaves the line. p_unused: by how much the tokens that were really used fell short of those that
-- were reckoned with; below 0 where they were more.
CREATE FUNCTION model_release(p_key text, p_lease uuid, p_unused float8) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE model_limit SET tokens_left = tokens_left + p_unused WHERE credential_key = p_key;
  DELETE FROM model_lease WHERE id = p_lease;
  PERFORM pg_notify('model_limit', p_key || ' 0') FROM model_lease
  WHERE credential_key = p_key AND admitted_at IS NULL LIMIT 1;
END
$$;
