import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rfpResponse } from '../../src/rfp/rfp-kind.js';
import { hasReached, STORY, storyState, WORKFLOW_STATES, type WorkflowState } from '../../src/rfp/states.js';
import { progressOf, refusalOf } from '../../src/runs/index.js';

const at = (state: WorkflowState, resumeState: WorkflowState | null = null) => ({
  state,
  resumeState,
});

describe('the story of a workflow', () => {
  test('a workflow that stopped is where it stopped', () => {
    expect(storyState(at('ERROR', 'GENERATING'))).toBe('GENERATING');
    expect(storyState(at('CANCELLED', 'ANALYZING'))).toBe('ANALYZING');
    expect(hasReached(at('ERROR', 'GENERATING'), 'ROUTING')).toBe(true);
    expect(hasReached(at('ERROR', 'GENERATING'), 'REVIEWING')).toBe(false);
  });

  test('each state has reached itself and those before it, and none after it', () => {
    STORY.forEach((state, i) => {
      for (const [j, other] of STORY.entries()) expect(hasReached(at(state), other)).toBe(j <= i);
    });
  });
});

describe('progress', () => {
  test('percent never falls along the story, whatever share is answered', () => {
    const percents = STORY.flatMap((state) =>
      [0, 0.5, 1].map((share) => progressOf(rfpResponse, at(state), share).percent),
    );
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.at(-1)).toBe(100);
  });

  test('steps run from 0 to 4', () => {
    expect(STORY.map((state) => progressOf(rfpResponse, at(state), 0).step)).toEqual([
      0, 1, 2, 2, 3, 3, 4, 4, 4,
    ]);
  });

  test('answers move the bar while they are generated', () => {
    expect(progressOf(rfpResponse, at('GENERATING'), 0.5).percent).toBeGreaterThan(
      progressOf(rfpResponse, at('GENERATING'), 0.1).percent,
    );
  });
});

describe('what a state allows', () => {
  const allowedIn = (action: keyof typeof rfpResponse.actions) =>
    WORKFLOW_STATES.filter((state) => refusalOf(rfpResponse, action, state) === null);

  test('a response is submitted only when it is ready', () => {
    expect(allowedIn('submit')).toEqual(['READY']);
  });

  test('a response is closed when it is ready or submitted', () => {
    expect(allowedIn('close')).toEqual(['READY', 'SUBMITTED']);
  });

  test('only what stopped can be retried', () => {
    expect(allowedIn('retry')).toEqual(['ERROR', 'CANCELLED']);
  });

  test('only what is at work can be cancelled', () => {
    expect(allowedIn('cancel')).toEqual([
      'CREATED',
      'ANALYZING',
      'ROUTING',
      'GENERATING',
      'REVIEWING',
      'FORMATTING',
    ]);
  });

  test('a refusal names the state and where the action is possible', () => {
    expect(refusalOf(rfpResponse, 'submit', 'GENERATING')).toBe(
      'A workflow in state GENERATING cannot be submitted; that is possible in READY.',
    );
  });
});

test('the steps of a workflow are those of the guide, and are whole once it is READY', () => {
  const guide = readFileSync('docs/guide.md', 'utf8');
  const { states } = rfpResponse;
  const steps = Object.entries(states).map(([state, { step }]) => [state, step]);
  const table = [...guide.matchAll(/^\| ([A-Z, ]+) \| (\d) \|/gm)].flatMap(([, names, step]) =>
    names!.split(', ').map((name) => [name, Number(step)]),
  );
  expect(steps).toEqual(table);
  expect(states).toMatchObject({
    GENERATING: { step: 2 },
    REVIEWING: { step: 3 },
    FORMATTING: { step: 3 },
    READY: { step: 4 },
  });
});
