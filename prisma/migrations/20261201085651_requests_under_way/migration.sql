-- AlterEnum
ALTER TYPE "ai_request_outcome" ADD VALUE 'UNKNOWN';
