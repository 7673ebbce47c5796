-- CreateEnum
CREATE TYPE "speaker" AS ENUM ('US', 'BUYER', 'THIRD_PARTY', 'TEMPLATE');

-- CreateEnum
CREATE TYPE "stance" AS ENUM ('ASSERTED', 'NEGATED', 'PLANNED', 'CONDITIONAL', 'QUESTION', 'PLACEHOLDER');

-- AlterTable
ALTER TABLE "answer_source" ADD COLUMN     "speaker" "speaker",
ADD COLUMN     "stance" "stance";

-- AlterTable
ALTER TABLE "knowledge_item" ADD COLUMN     "speaker" "speaker";

-- AlterTable
ALTER TABLE "passage" ADD COLUMN     "speaker" "speaker",
ADD COLUMN     "stance" "stance";

-- AlterTable
ALTER TABLE "proposal_source" ADD COLUMN     "speaker" "speaker",
ADD COLUMN     "stance" "stance";

-- AlterTable
ALTER TABLE "qa_source" ADD COLUMN     "speaker" "speaker",
ADD COLUMN     "stance" "stance";
