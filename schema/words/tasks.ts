import type { Words } from './index.js';

export const tasks: Words = {
  TaskAssignee: { user: 'Who it is.' },
  Task: {
    kind: 'What is asked for.',
    title: 'What is asked for, in a line.',
    state: 'Whether it is still to be done.',
    dueAt: 'By when it should be done; null for no such moment.',
    endedBy: 'Who did it, decided or took it back; null while it is open.',
    endedAt: 'When it ended; null while it is open.',
  },
  TaskPayload: { task: 'The task after the change; null where nothing was changed.' },
  TaskCreated: { at: 'When it was committed.' },
  TaskAssigned: { at: 'When it was committed.' },
  TaskEnded: {
    at: 'When it was committed.',
    state: 'Whether it was done or taken back.',
    decision: 'What a review or an approval came to; null for everything else.',
  },
};
