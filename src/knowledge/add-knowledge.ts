import type { App } from '../app-types.js';
import type { Actor } from '../identity/index.js';
import { lineInput, optionalLine, textInput } from '../platform/text-input.js';
import { passagesOfText } from './passages.js';
import { contentHashOf, storeItem } from './store-item.js';
import { tagsInput } from './tags.js';

export interface AddKnowledgeInput {
  title: string;
  /** Text or Markdown. */
  content: string;
  source?: string | null;
  tags?: string[] | null;
}

/**
 * Adds a text to the knowledge base.
 * @returns the id of the item
 * @throws {DomainError} invalid-input
 */
export async function addKnowledge(app: App, actor: Actor, input: AddKnowledgeInput): Promise<string> {
  const title = lineInput(input.title, 'The title', ['input', 'title']);
  const content = textInput(input.content, 'The content', ['input', 'content'], { max: 1_000_000 });
  return storeItem(app, actor, {
    kind: 'text',
    title,
    source: optionalLine(input.source, 'The source', ['input', 'source'], 500) ?? title,
    tags: tagsInput(input.tags),
    contentHash: contentHashOf(title, content),
    passages: await passagesOfText(title, content),
  });
}
