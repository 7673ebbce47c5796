-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "signed_in_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "auth_session" ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "queued_mail" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "mailbox" TEXT NOT NULL,
    "invitation_id" UUID,
    "cause" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "queued_mail_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "queued_mail_cause_key" ON "queued_mail"("cause");

-- CreateIndex
CREATE INDEX "queued_mail_mailbox_created_at_idx" ON "queued_mail"("mailbox", "created_at");

-- CreateIndex
CREATE INDEX "queued_mail_settled_at_due_at_idx" ON "queued_mail"("settled_at", "due_at");

-- Who has signed in before this was kept.
UPDATE "app_user" u SET "signed_in_at" = r.at
FROM (SELECT "actor_id", max("at") AS at FROM "audit_record" WHERE "action" = 'session.created' GROUP BY 1) r
WHERE r."actor_id" = u."id";

-- Mails are to addresses, which belong to no organization.
SELECT row_security_for_system('queued_mail');
