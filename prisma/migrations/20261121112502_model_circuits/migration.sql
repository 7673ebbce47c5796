-- CreateTable
CREATE TABLE "model_circuit" (
    "credential_key" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "open_until" TIMESTAMPTZ(3),
    "failure" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_circuit_pkey" PRIMARY KEY ("credential_key","model")
);
