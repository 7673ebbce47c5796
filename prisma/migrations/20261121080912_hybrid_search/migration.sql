-- Both belong to PostgreSQL itself (contrib) and are trusted: the owner of the database may create them.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE EXTENSION IF NOT EXISTS btree_gin;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The search needs the PostgreSQL extensions pg_trgm and btree_gin, and the role "%" may not create them. '
      'Let an administrator run in the database "%": CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin;',
      current_user, current_database();
  WHEN undefined_file OR feature_not_supported THEN
    RAISE EXCEPTION 'The search needs the PostgreSQL extensions pg_trgm and btree_gin, and this server does not have them. '
      'Install the package postgresql-contrib on it, or allow both in the settings of the managed server.';
END
$$;

-- DropIndex
DROP INDEX "passage_search_idx";

-- CreateTable
CREATE TABLE "knowledge_word" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,
    "word" TEXT NOT NULL,

    CONSTRAINT "knowledge_word_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passage_embedding" (
    "passage_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "signs" VARBIT,
    "failure" TEXT,
    "embedded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "passage_embedding_pkey" PRIMARY KEY ("passage_id")
);

-- CreateTable
CREATE TABLE "passage_vector" (
    "passage_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "vector" BYTEA NOT NULL,

    CONSTRAINT "passage_vector_pkey" PRIMARY KEY ("passage_id")
);

-- CreateIndex
CREATE INDEX "knowledge_word_organization_id_word_idx" ON "knowledge_word"("organization_id", "word");

-- CreateIndex
CREATE INDEX "knowledge_word_trigram_idx" ON "knowledge_word" USING GIN ("organization_id" uuid_ops, "word" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "passage_embedding_organization_id_model_idx" ON "passage_embedding"("organization_id", "model");

-- CreateIndex
CREATE INDEX "passage_organization_id_id_idx" ON "passage"("organization_id", "id");

-- CreateIndex
CREATE INDEX "passage_organization_id_search_idx" ON "passage" USING GIN ("organization_id" uuid_ops, "search");

-- AddForeignKey
ALTER TABLE "passage_embedding" ADD CONSTRAINT "passage_embedding_passage_id_fkey" FOREIGN KEY ("passage_id") REFERENCES "passage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passage_vector" ADD CONSTRAINT "passage_vector_passage_id_fkey" FOREIGN KEY ("passage_id") REFERENCES "passage_embedding"("passage_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Vectors do not compress.
ALTER TABLE "passage_vector" ALTER COLUMN "vector" SET STORAGE EXTERNAL;

-- The words of four letters and more as they stand. To look first and to insert where there is none may put a word
-- there twice, when two transactions bring it; that is harmless, and neither waits for the other.
CREATE FUNCTION add_knowledge_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO knowledge_word (organization_id, word)
  SELECT new_word.organization_id, new_word.word
  FROM (
    SELECT DISTINCT p.organization_id, w.lexeme AS word
    FROM added p, unnest(to_tsvector('simple', translate(concat_ws(' ', p.question, p.text, p.section, p.title), '/_-', '   '))) w
    WHERE w.lexeme ~ '^[[:alpha:]]{4,30}$'
  ) new_word
  WHERE NOT EXISTS (
    SELECT FROM knowledge_word k
    WHERE k.organization_id = new_word.organization_id AND k.word = new_word.word
  );
  RETURN NULL;
END
$$;

CREATE TRIGGER passage_words_inserted AFTER INSERT ON "passage"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_knowledge_words();
CREATE TRIGGER passage_words_updated AFTER UPDATE ON "passage"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_knowledge_words();

-- The passages that are there already.
INSERT INTO knowledge_word (organization_id, word)
SELECT DISTINCT p.organization_id, w.lexeme
FROM passage p, unnest(to_tsvector('simple', translate(concat_ws(' ', p.question, p.text, p.section, p.title), '/_-', '   '))) w
WHERE w.lexeme ~ '^[[:alpha:]]{4,30}$';
