import type { AuditOf } from '../audit/index.js';

declare module '../audit/entries.js' {
  interface AuditEntries {
    qaAnswer: AuditOf<
      'qa-answer',
      {
        'question.asked': { conversationId: string };
        'qa-answer.rated': { helpful: boolean | null; comment: string | null };
        'qa-answer.sent-to-library': { itemId: string };
      }
    >;
    conversation: AuditOf<
      'conversation',
      {
        'conversation.renamed': { from: string; to: string };
        'conversation.deleted': { title: string };
      }
    >;
  }
}
