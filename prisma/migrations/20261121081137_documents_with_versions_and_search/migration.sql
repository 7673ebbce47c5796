-- What a document is found by: its title and its text without comments. A text with more distinct words than a
-- tsvector holds (1 MB) is found by its first 200,000 characters.
CREATE FUNCTION document_search(title text, content text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  shown text := translate(regexp_replace(content, '<!--.*?-->', '', 'g'), '/_', '  ');
  head tsvector := setweight(to_tsvector('pg_catalog.english'::regconfig, translate(title, '/_', '  ')), 'A');
BEGIN
  RETURN head || setweight(to_tsvector('pg_catalog.english'::regconfig, shown), 'B');
EXCEPTION WHEN program_limit_exceeded THEN
  BEGIN
    RETURN head || setweight(to_tsvector('pg_catalog.english'::regconfig, left(shown, 200000)), 'B');
  EXCEPTION WHEN program_limit_exceeded THEN
    RETURN head;
  END;
END
$$;

-- AlterTable
ALTER TABLE "document" ADD COLUMN     "generated" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "linked_answers" INTEGER[],
ADD COLUMN     "search" tsvector GENERATED ALWAYS AS (document_search(title, content)) STORED;

-- AlterTable
ALTER TABLE "document_version" ADD COLUMN     "characters" INTEGER,
ADD COLUMN     "lines_added" INTEGER,
ADD COLUMN     "lines_removed" INTEGER,
ADD COLUMN     "restored_from" INTEGER;

UPDATE "document_version" SET "characters" = char_length("content");
ALTER TABLE "document_version" ALTER COLUMN "characters" SET NOT NULL;

-- CreateIndex
CREATE INDEX "document_organization_id_title_id_idx" ON "document"("organization_id", "title", "id");

-- CreateIndex
CREATE INDEX "document_search_idx" ON "document" USING GIN ("search");

-- AddForeignKey
ALTER TABLE "document_version" ADD CONSTRAINT "document_version_edited_by_id_fkey" FOREIGN KEY ("edited_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
