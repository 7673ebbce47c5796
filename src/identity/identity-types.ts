export type { Identity } from './identity.js';
