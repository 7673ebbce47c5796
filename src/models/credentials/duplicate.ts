import { isUniqueViolation } from '../../platform/database/db.js';
import { DomainError } from '../../platform/errors.js';

/** Of two that save the same name at once, the database lets one through. */
export const orDuplicate =
  (provider: string, name: string) =>
  (error: unknown): never => {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError(
      'conflict',
      `There is a credential "${name}" for ${provider} already. Change that one, or give this one another name.`,
      ['input', 'name'],
    );
  };
