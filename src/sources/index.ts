export { forgetSources } from './forget-sources.js';
export { blockOf, loadSource } from './load-source.js';
export { type PageImage, type PageWanted, pageImage } from './page-image.js';
export { type CellPlace, type PagePlace, type Place, placeOf } from './place-of.js';
export { type ReadSource, readSource } from './read-source.js';
export { filesSeenBy, sourcesSeenBy } from './seen-by.js';
export type { SourceUser } from './source-types.js';
