import {
  type ConfidenceCurve,
  type CurveBand,
  type CurveSubject,
  confidenceCurve,
} from '../src/grounding/index.js';
import { builder } from './builder.js';
import { names } from './kit/names.js';
import { needs } from './permissions.js';

const subjects: Record<CurveSubject, { description: string }> = {
  ANSWER: { description: 'Answers to questions, drafted by the rule-based engine.' },
  FIELD: { description: 'Fields that are extracted from documents.' },
};
const Subject = builder.enumType('ConfidenceSubject', {
  description: 'What a confidence is given to.',
  values: subjects,
});

const Band = builder.objectRef<CurveBand>('ConfidenceBand').implement({
  description: 'What became of those whose confidence lies in a band.',
  fields: (t) => ({
    from: t.exposeFloat('from', { description: 'Confidence, 0 to 1.' }),
    to: t.exposeFloat('to', { description: 'Exclusive, but for the last band.' }),
    count: t.exposeInt('count', { description: 'How many there were.' }),
    confidence: t.exposeFloat('confidence', { description: 'Their mean confidence.' }),
    right: t.exposeFloat('right', { description: 'The share that were right, 0 to 1.' }),
  }),
});

const Curve = builder.objectRef<ConfidenceCurve>('ConfidenceCurve').implement({
  description: 'How far a confidence holds: of those with 0.8, four in five should be right.',
  fields: (t) => ({
    subject: t.expose('subject', { type: Subject, description: 'What was measured.' }),
    measuredOn: t.exposeString('measuredOn', { description: 'What it was measured on.' }),
    count: t.exposeInt('count', { description: 'How many were asked.' }),
    expectedCalibrationError: t.float({
      description: 'The mean gap between confidence and the share right, weighted by how many a band holds.',
      resolve: ({ error }) => error,
    }),
    bands: t.expose('bands', { type: [Band], description: 'From the least confidence to the most.' }),
    needsInputBelow: t.float({
      nullable: true,
      description: 'ANSWER: a draft that is trusted less is left to a person (`NEEDS_INPUT_BELOW`).',
      resolve: ({ subject }, _args, { app }) => (subject === 'ANSWER' ? app.env.needsInputBelow : null),
    }),
  }),
});

builder.queryField('confidenceCurve', (t) =>
  t.field({
    ...needs('signed-in'),
    type: Curve,
    nullable: true,
    description:
      'How far confidences hold, as measured on a set that they were not fitted on; null of what was not measured.',
    args: {
      subject: t.arg({ type: Subject, required: true, description: 'Whose confidence.' }),
      schema: t.arg.string({
        ...names('extractionSchema'),
        description: 'FIELD: of which extraction schema.',
      }),
    },
    resolve: (_root, { subject }) => confidenceCurve(subject),
  }),
);
