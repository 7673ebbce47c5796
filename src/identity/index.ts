export type { Actor } from './actor.js';
export { DEFAULT_ACTOR, ensureDefaultActor } from './default-actor.js';
