// The servers that bench/polling.ts compares: `polling-servers.ts <name> <database url> <response>`.

import { printSchema } from 'graphql';
import { createSchema, createYoga } from 'graphql-yoga';
import pg from 'pg';
import { schema } from '../../schema/index.js';
import { announce, listen, serveBidwright } from './servers.js';

const STATEMENT = `
SELECT w.reference, w.state, w.percent, d.questions_answered, d.questions_total,
  (SELECT json_agg(json_build_object('id', a.id, 'status', a.status, 'confidence', a.confidence, 'text', a.text,
     'question', json_build_object('position', q.position, 'text', q.text)) ORDER BY q.position)
   FROM answer a JOIN question q ON q.id = a.question_id
   WHERE a.workflow_id = w.id AND a.answered_at IS NOT NULL) AS answers,
  (SELECT json_build_object('overallQuality', r.overall_quality, 'completenessScore', r.completeness_score,
     'issuesFound', (SELECT json_agg(json_build_object('severity', i.severity, 'message', i.message) ORDER BY i.position)
                     FROM review_issue i WHERE i.workflow_id = r.workflow_id))
   FROM review r WHERE r.workflow_id = w.id) AS review,
  (SELECT json_build_object('filename', o.filename) FROM output o WHERE o.workflow_id = w.id) AS output
FROM run w LEFT JOIN rfp_response d ON d.workflow_id = w.id WHERE w.reference = $1`;

/** What somebody would write by hand for this one query, with one prepared statement. */
async function bare(databaseUrl: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  pool.on('error', () => {});
  const { url } = await listen((req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += chunk));
    req.on('end', async () => {
      const { variables } = JSON.parse(body);
      const { rows } = await pool.query({ name: 'poll', text: STATEMENT, values: [variables.workflowId] });
      const [row] = rows;
      const workflow = {
        state: row.state,
        progress: {
          step: 4,
          steps: 4,
          label: 'Ready',
          percent: row.percent,
          questionsAnswered: row.questions_answered,
          questionsTotal: row.questions_total,
        },
        generatedResponses: row.answers.map((answer: { id: string }) => ({
          ...answer,
          id: Buffer.from(`Answer:${answer.id}`).toString('base64'),
        })),
        reviewResult: row.review,
        outputFile: { ...row.output, url: `http://${req.headers.host}/download/${row.reference}` },
      };
      const content = JSON.stringify({ data: { workflow } });
      res.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(content),
      });
      res.end(content);
    });
  });
  return url;
}

/** Yoga over the same types, whose only resolver returns a constant. */
async function constantYoga(response: string): Promise<string> {
  const { workflow } = JSON.parse(response).data;
  const yoga = createYoga({
    schema: createSchema({
      typeDefs: printSchema(schema),
      resolvers: { Query: { workflow: () => workflow } },
    }),
    logging: false,
  });
  return (await listen((req, res) => void yoga.handle(req, res))).url;
}

const SERVERS: Record<string, (databaseUrl: string, response: string) => Promise<string>> = {
  bare,
  constant: (_databaseUrl, response) => constantYoga(response),
  read: (databaseUrl) => serveBidwright(databaseUrl, 'read'),
  checked: (databaseUrl) => serveBidwright(databaseUrl, 'checked'),
  kept: (databaseUrl) => serveBidwright(databaseUrl),
  'read-open': (databaseUrl) => serveBidwright(databaseUrl, 'read', false),
  'checked-open': (databaseUrl) => serveBidwright(databaseUrl, 'checked', false),
  'kept-open': (databaseUrl) => serveBidwright(databaseUrl, 'kept', false),
};

const [name = '', databaseUrl = '', response = ''] = process.argv.slice(2);
announce(await SERVERS[name]!(databaseUrl, response));
