import { ProposalSectionKind, ProposalSectionStatus, RequirementKind } from '../../generated/client/enums.js';
import { ROUTES } from '../../src/rfp/index.js';
import { builder } from '../builder.js';

export const ProposalSectionKindEnum = builder.enumType('ProposalSectionKind', {
  description: 'What a section of a proposal is about.',
  values: {
    TEXT: { value: ProposalSectionKind.TEXT, description: 'Drafted from the knowledge base.' },
    NEEDS: {
      value: ProposalSectionKind.NEEDS,
      description: 'The client’s requirements, and the section that takes up each.',
    },
    SUMMARY: {
      value: ProposalSectionKind.SUMMARY,
      description: 'The executive summary, drafted last, from the other sections.',
    },
    PRICING: {
      value: ProposalSectionKind.PRICING,
      description: 'A table of the prices that the knowledge base states, or one to fill in; and the terms.',
    },
  } as const,
});

export const ProposalSectionStatusEnum = builder.enumType('ProposalSectionStatus', {
  description: 'How far a section is.',
  values: {
    PENDING: { value: ProposalSectionStatus.PENDING, description: 'Waits for the engine.' },
    DRAFTED: { value: ProposalSectionStatus.DRAFTED },
    NEEDS_INPUT: {
      value: ProposalSectionStatus.NEEDS_INPUT,
      description: 'Holds places to be completed by a person.',
    },
    FAILED: { value: ProposalSectionStatus.FAILED, description: 'The engine could not draft it.' },
  } as const,
});

export const RequirementKindEnum = builder.enumType('RequirementKind', {
  description: 'What a client demands, by the part of the proposal that answers it.',
  values: {
    REQUIREMENT: { value: RequirementKind.REQUIREMENT, description: 'What must be there or be done.' },
    NEED: { value: RequirementKind.NEED, description: 'A wish, goal, problem, size, budget or date.' },
    QUESTION: { value: RequirementKind.QUESTION },
    INSTRUCTION: { value: RequirementKind.INSTRUCTION, description: 'For the proposal itself.' },
  } as const,
});

/** Who can answer a requirement; the same kinds as for the questions of an RFP. */
export const RequirementRoute = builder.enumType('RequirementRoute', {
  description: 'What a requirement is about.',
  values: Object.fromEntries(ROUTES.map((route) => [route.toUpperCase(), { value: route }])) as {
    [R in (typeof ROUTES)[number] as Uppercase<R>]: { value: R };
  },
});
