import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { lineInput, optionalLine, textInput } from '../platform/text/text-input.js';
import { cutText } from './cut-text.js';
import { hashOf } from './same-content.js';
import { type Added, storeItem } from './store-item.js';
import { tagsInput } from './tags.js';

export interface AddKnowledgeInput {
  title: string;
  /** Text or Markdown. */
  content: string;
  source?: string | null;
  tags?: string[] | null;
}

export const LONGEST_TEXT = 1_000_000;

/**
 * Adds a text to the knowledge base.
 * @throws {DomainError} invalid-input
 */
export async function addKnowledge(app: App, actor: Actor, input: AddKnowledgeInput): Promise<Added> {
  requirePermission(actor, 'knowledge.edit');
  const title = lineInput(input.title, 'The title', ['input', 'title']);
  const content = textInput(input.content, 'The content', ['input', 'content'], { max: LONGEST_TEXT });
  return storeItem(app, actor, {
    kind: 'text',
    title,
    source: optionalLine(input.source, 'The source', ['input', 'source'], 500) ?? title,
    tags: tagsInput(input.tags),
    contentHash: hashOf.text(title, content),
    content,
    passages: await cutText(title, content),
  });
}
