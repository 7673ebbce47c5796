import type { App } from '../src/app-types.js';
import type { Actor } from '../src/identity/index.js';

/** What every resolver gets: the application, and who is asking. */
export interface Context {
  app: App;
  actor: Actor;
  /** Where clients reach this service, without a slash at the end: for links to files. */
  publicUrl: string;
}
