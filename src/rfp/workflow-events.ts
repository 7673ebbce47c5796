import type { App } from '../app-types.js';
import type { Event } from '../runs/index.js';
import type { RfpChange } from './rfp-kind.js';
import type { WorkflowChange } from './states.js';

/** A change of a workflow, as far as this room knows them: proposals have some of their own. */
export type WorkflowEvent = Event & (WorkflowChange | RfpChange);

/** The events of one workflow; see `EventFeeds`. */
export const eventsOf = (app: App, id: string, after: number, signal: AbortSignal) =>
  app.feeds.subject.follow(id, after, signal) as AsyncGenerator<WorkflowEvent, void, void>;
