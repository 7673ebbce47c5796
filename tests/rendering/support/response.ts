import type { ResponseDocument, ResponseItem } from '../../../src/rendering/index.js';

/** An item with nothing special about it. */
export function item(position: number, overrides: Partial<ResponseItem> = {}): ResponseItem {
  return {
    position,
    number: null,
    kind: 'question',
    question: `What is your answer to question ${position}?`,
    context: null,
    page: null,
    answer: 'We meet this in full.',
    status: 'DRAFTED',
    confidence: 0.9,
    sources: [],
    failure: null,
    ...overrides,
  };
}

/** A response with the given items in one section. */
export function response(items: ResponseItem[], overrides: Partial<ResponseDocument> = {}): ResponseDocument {
  return {
    clientName: 'Northwind Regional Health Authority',
    industry: 'Healthcare',
    vendorName: 'Larkfield Software',
    engine: 'rules',
    generatedAt: new Date('2026-11-20T14:59:00Z'),
    sourceFilename: 'sample-rfp.pdf',
    sections: [{ title: 'Security', items }],
    review: null,
    ...overrides,
  };
}

/** Markdown with one of everything. */
export const everything = `# Approach

Text with **bold**, *italic*, ~~struck~~, \`code\` and a [link](https://trust.example/a?b=1&c=2).

1. first
   - nested
     1. deeper
2. second

   more of the second

| Layer | Key |
|:--|--:|
| Disk | 256 |

> quoted
> - with a list

\`\`\`sh
restore --all
\`\`\`

---

<div>HTML</div>

![Diagram](https://images.example/x.png)
`;
