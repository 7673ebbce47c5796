export { compareVersions, type DocumentDiff } from './compare-versions.js';
export { type DiffHunk, type DiffLine, type DiffSpan, diffTexts, unifiedText } from './diff.js';
export { documentContent, documentTitle, LONGEST_DOCUMENT } from './document-input.js';
export { countChanges } from './line-changes.js';
export { putGeneratedDocument } from './put-generated-document.js';
export { documentSnippet, documentsWhere, type Snippet } from './search-documents.js';
export { writeFirstVersion, writeVersion } from './write-version.js';
