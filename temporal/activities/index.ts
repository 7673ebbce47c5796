import type { App } from '../../src/app-types.js';
import { rfpActivities } from './rfp.js';

export const createActivities = (app: App) => ({ ...rfpActivities(app) });

export type Activities = ReturnType<typeof createActivities>;
