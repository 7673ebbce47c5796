export const ROUTES = [
  'security',
  'technical',
  'pricing',
  'legal',
  'company',
  'delivery',
  'support',
  'other',
] as const;

/** Which of a vendor's people a question is for. */
export type Route = (typeof ROUTES)[number];

export interface QuestionToRoute {
  /** Its number in the RFP, from 1. */
  position: number;
  text: string;
  section: string | null;
}

export interface RoutedQuestion {
  position: number;
  route: Route;
}
