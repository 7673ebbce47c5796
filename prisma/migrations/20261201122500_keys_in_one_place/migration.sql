-- Keys that were kept with what they made: those of the last day stay good for the rest of it, as all others do.
INSERT INTO keyed_work (organization_id, work, key, hash, claim, claimed_until, outcome, created_at)
SELECT organization_id, CASE kind WHEN 'QUICK_PROPOSAL' THEN 'createQuickProposal' ELSE 'uploadRfp' END,
  idempotency_key, idempotency_hash, gen_random_uuid(), now(), jsonb_build_object('value', reference), created_at
FROM run
WHERE idempotency_key IS NOT NULL AND idempotency_hash IS NOT NULL AND created_at > now() - interval '1 day';

INSERT INTO keyed_work (organization_id, work, key, hash, claim, claimed_until, outcome, created_at)
SELECT organization_id, 'askQuestion', idempotency_key, idempotency_hash, gen_random_uuid(), now(),
  jsonb_build_object('value', id), created_at
FROM qa_answer
WHERE idempotency_key IS NOT NULL AND idempotency_hash IS NOT NULL AND created_at > now() - interval '1 day';

DROP INDEX "qa_answer_organization_id_idempotency_key_key";
DROP INDEX "run_organization_id_idempotency_key_key";
ALTER TABLE "qa_answer" DROP COLUMN "idempotency_hash", DROP COLUMN "idempotency_key";
ALTER TABLE "run" DROP COLUMN "idempotency_hash", DROP COLUMN "idempotency_key";
