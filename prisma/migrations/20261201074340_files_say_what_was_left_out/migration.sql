-- AlterTable
ALTER TABLE "stored_file" ADD COLUMN     "left_out" JSONB NOT NULL DEFAULT '[]';
