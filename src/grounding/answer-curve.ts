/** Written by `npm run bench answers report -- --curve`. */
export const ANSWER_CURVE = {
  measuredOn: '',
  count: 0,
  error: 0,
  bands: [] as { from: number; to: number; count: number; confidence: number; right: number }[],
};
