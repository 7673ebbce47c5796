import { type DomainError, invalidInput } from '../../platform/errors.js';

/** The most bytes of a field that is a text. */
export const FIELD_BYTES = 10_000;

/** A part of a form as it came in. */
interface Part {
  name: string;
  isFile: boolean;
  /** Whether its name or its value was cut off. */
  isCut: boolean;
  isSecond: boolean;
}

/**
 * What is wrong with a part of an upload, or null. Whatever is not taken is refused: a field that was dropped would be missed
 * later, by somebody else.
 * @param declared names of the texts that the address takes
 */
export function faultOf(
  { name: given, isFile, isCut, isSecond }: Part,
  declared: readonly string[],
): DomainError | null {
  const name = given.slice(0, 100);
  const fault = (message: string) => invalidInput(message, [name]);
  if (name === 'file' && !isFile)
    return fault(
      'The part `file` is missing: what has its name is a text. Send the document with its filename.',
    );
  if (name === 'file' && isSecond)
    return fault('The form has more than one file. Send each in a request of its own.');
  if (name === 'file') return null;
  if (!declared.includes(name))
    return fault(
      `The form has the field ${JSON.stringify(name)}, which is not taken here. ${takes(declared)}`,
    );
  if (isFile) return fault(`${name} is a text, and was sent as a file.`);
  if (isCut) return fault(`${name} has more than ${FIELD_BYTES} bytes. Shorten it.`);
  return isSecond ? fault(`The form has ${name} twice. Send it once.`) : null;
}

/** Of a form with more parts than any address takes. */
export const tooManyParts = (declared: readonly string[]): DomainError =>
  invalidInput(`The form has too many parts. ${takes(declared)}`, []);

const takes = (declared: readonly string[]) => `This address takes ${['file', ...declared].join(', ')}.`;
