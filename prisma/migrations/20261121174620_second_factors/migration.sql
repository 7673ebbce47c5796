-- No release could switch a second factor on, so there is none to keep.
DELETE FROM "two_factor";

-- DropIndex
DROP INDEX "two_factor_secret_idx";

-- DropIndex
DROP INDEX "two_factor_user_id_idx";

-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "require_two_factor" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "two_factor" DROP CONSTRAINT "two_factor_pkey",
DROP COLUMN "failed_verification_count",
DROP COLUMN "id",
DROP COLUMN "locked_until",
DROP COLUMN "secret",
DROP COLUMN "verified",
ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "last_step" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sealed_secret" TEXT NOT NULL,
DROP COLUMN "backup_codes",
ADD COLUMN     "backup_codes" TEXT[],
ADD CONSTRAINT "two_factor_pkey" PRIMARY KEY ("user_id");
