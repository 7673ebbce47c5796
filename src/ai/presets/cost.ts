import type { Usage } from '../ai.js';
import type { Preset, Prices } from './preset.js';

/** What follows the name in "gpt-5.4-mini-2026-03-17" or "claude-haiku-4-5-20251001". */
const dated = /-\d{4}-?\d{2}-?\d{2}$/;

/**
 * What a request cost in US dollars, by list prices. Null where that cannot be known: no preset (the provider of the
 * environment), a model without a price, or a provider that did not count tokens. Never throws.
 *
 * @param from a preset, which knows prices by model, or the prices themselves
 */
export function costOf(from: Preset | Prices | null | undefined, model: string, usage: Usage): number | null {
  const prices = from && ('models' in from ? pricesOf(from, model) : from);
  const { inputTokens, outputTokens } = usage;
  if (!prices || inputTokens + outputTokens === 0) return null;
  const { input, output } = prices;
  if ((input === null && inputTokens > 0) || (output === null && outputTokens > 0)) return null;
  return ((input ?? 0) * inputTokens + (output ?? 0) * outputTokens) / 1_000_000;
}

const pricesOf = ({ models }: Preset, model: string): Prices | undefined =>
  models.find(({ name }) => name === model) ?? models.find(({ name }) => name === model.replace(dated, ''));
