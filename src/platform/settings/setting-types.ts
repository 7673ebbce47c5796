import { z } from 'zod';

/** A setting that is on or off. */
export const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1');

/** The entries of a setting that are separated by commas, without white space around them and empty ones. */
export const listed = (text: string): string[] => text.split(',').flatMap((entry) => entry.trim() || []);
