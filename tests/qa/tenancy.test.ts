import { expect, test } from 'vitest';
import { seedOtherTenant } from '../support/other-tenant.js';
import { testService } from '../support/service.js';
import { ask, sql, stream } from './support.js';

test("another organization's questions, answers and conversations lead nowhere", async () => {
  await using service = await testService();
  const theirs = await seedOtherTenant(service.env.DATABASE_URL!);
  const conversationId = btoa(`Conversation:${theirs.Conversation}`);
  const answerId = btoa(`QaAnswer:${theirs.QaAnswer}`);

  const reads = await service.run(
    `query ($c: ID!, $a: ID!) {
      conversation(id: $c) { id }
      nodes(ids: [$c, $a]) { id }
      conversations(search: "zanzibar") { edges { node { id } } }
      qaFeedback { edges { node { id } } }
    }`,
    { c: conversationId, a: answerId },
  );
  expect(reads).toEqual({
    conversation: null,
    nodes: [null, null],
    conversations: { edges: [] },
    qaFeedback: { edges: [] },
  });

  const refused = [{ code: 'NOT_FOUND' }];
  const writes = await service.run(
    `mutation ($c: ID!, $a: ID!) {
      renameConversation(input: { conversationId: $c, title: "Mine" }) { conversation { id } errors { code } }
      deleteConversation(input: { conversationId: $c }) { id errors { code } }
      rateAnswer(input: { answerId: $a, helpful: true }) { answer { id } errors { code } }
      addQaAnswerToLibrary(input: { answerId: $a }) { answer { id } errors { code } }
      askQuestion(input: { question: "And the protocol?", conversationId: $c }) { answer { id } errors { code } }
    }`,
    { c: conversationId, a: answerId },
  );
  expect(writes).toEqual({
    renameConversation: { conversation: null, errors: refused },
    deleteConversation: { id: null, errors: refused },
    rateAnswer: { answer: null, errors: refused },
    addQaAnswerToLibrary: { answer: null, errors: refused },
    askQuestion: { answer: null, errors: refused },
  });

  for (const input of [{ answerId }, { question: 'And the protocol?', conversationId }]) {
    const { value } = await stream(service, input).next();
    expect(value.errors[0].extensions.code).toBe('NOT_FOUND');
  }

  // Their knowledge, and their idempotency key, mean nothing here.
  const { answer, errors } = await ask(service, 'What is the zanzibar protocol?', {
    idempotencyKey: 'theirs',
  });
  expect(errors).toEqual([]);
  expect(answer).toMatchObject({ found: false, searched: { passages: 0, nearest: [] } });
  expect(answer.id).not.toBe(answerId);
  const [untouched] = await sql(service, 'SELECT title, deleted_at FROM conversation WHERE id = $1', [
    theirs.Conversation,
  ]);
  expect(untouched).toEqual({ title: 'Their zanzibar', deleted_at: null });
});
