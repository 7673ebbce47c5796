-- One table for the events of runs and knowledge items. Numbers that clients keep stay: those within a workflow or item,
-- and those of an organization's knowledge events. Positions in the organization's stream are given by time, without ever
-- turning round two events of one subject or of one organization's knowledge, whatever clocks said.
CREATE TABLE "event" (
    "organization_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "type_sequence" BIGINT NOT NULL,
    "subject_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL
);
INSERT INTO "event" ("organization_id", "position", "subject_type", "type_sequence", "subject_id", "sequence", "kind", "payload", "at")
  SELECT organization_id, row_number() OVER (PARTITION BY organization_id ORDER BY moment, subject_type, type_sequence),
    subject_type, type_sequence, subject_id, sequence, kind, payload, at
  FROM (
    SELECT organization_id, moment, subject_type,
      row_number() OVER (PARTITION BY organization_id, subject_type ORDER BY moment, subject_id, sequence) AS type_sequence,
      subject_id, sequence, kind, payload, at
    FROM (
      SELECT e.organization_id, r.kind AS subject_type, e.workflow_id AS subject_id, e.sequence, e.kind, e.payload, e.at,
        max(e.at) OVER (PARTITION BY e.workflow_id ORDER BY e.sequence) AS moment
      FROM "workflow_event" e JOIN "run" r ON r.id = e.workflow_id
    ) AS of_run
    UNION ALL
    SELECT organization_id, max(at) OVER (PARTITION BY organization_id ORDER BY sequence), 'KNOWLEDGE_ITEM', sequence,
      item_id, item_sequence, kind, payload, at
    FROM "knowledge_event"
  ) AS told;

CREATE TABLE "event_count" (
    "organization_id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "last" BIGINT NOT NULL
);
INSERT INTO "event_count"
  SELECT organization_id, subject_type, max(type_sequence) FROM "event" GROUP BY organization_id, subject_type
  UNION ALL SELECT organization_id, '', max(position) FROM "event" GROUP BY organization_id;

DROP TABLE "workflow_event";
DROP TABLE "knowledge_event";
DROP TABLE "knowledge_event_count";

ALTER TABLE "event" ADD CONSTRAINT "event_pkey" PRIMARY KEY ("subject_id", "sequence");
ALTER TABLE "event_count" ADD CONSTRAINT "event_count_pkey" PRIMARY KEY ("organization_id", "subject_type");
CREATE UNIQUE INDEX "event_organization_id_position_key" ON "event"("organization_id", "position");
CREATE UNIQUE INDEX "event_organization_id_subject_type_type_sequence_key" ON "event"("organization_id", "subject_type", "type_sequence");

SELECT row_security_by_organization('event');
SELECT row_security_by_organization('event_count');
