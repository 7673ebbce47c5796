import type { Belongings } from './belongings.js';
import { NOBODYS_MARK } from './handles.js';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const BASE64 = /[A-Za-z0-9+/]{20,}={0,2}/g;

const decoded = (text: string) => text.replace(BASE64, (match) => `${match} ${Buffer.from(match, 'base64')}`);

/** What of an organization stands in an answer: its mark, its readable ids, any of its UUIDs. */
export function leaksIn(answer: string, { mark, references, uuids }: Belongings): string[] {
  const text = decoded(answer);
  return [
    ...[mark, ...references].filter((word) => text.includes(word)),
    ...[...text.matchAll(UUID)].map(([uuid]) => uuid).filter((uuid) => uuids.has(uuid)),
  ];
}

/** The answer without what was given, and what that contains. */
export function without(answer: string, given: unknown, marks: readonly string[]): string {
  const text = String(given);
  const inner = Buffer.from(text, 'base64').toString();
  const parts = [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    ...(inner.match(UUID) ?? []),
  ];
  let rest = answer;
  if (typeof given === 'number')
    rest = rest.replaceAll(new RegExp(`\\b(version|revision) ${given}\\b`, 'gi'), '$1 ‹given›');
  // The moment of the question, up to which usage is counted.
  rest = rest.replaceAll(/("to":"|[?&]to=)[^"&]+/g, '$1‹now›');
  // Each address is signed for the moment, in other letters each time.
  rest = rest.replaceAll(/signed=v1[\w.-]+(","expiresAt":"[^"]+)?/g, 'signed=‹signature›');
  // The digits of a number stand within others, too.
  for (const part of typeof given === 'number' ? [] : parts)
    if (part.length > 2) rest = rest.replaceAll(part, '‹given›');
  // Of a text also what was made of it: an id, a name of a file.
  const all = [...marks, NOBODYS_MARK];
  if (all.some((mark) => text.includes(mark)))
    for (const mark of all) rest = rest.replaceAll(new RegExp(mark, 'gi'), '‹mark›');
  return rest;
}

/** Whether a mutation did what it was asked for. */
export const worked = (answer: string): boolean =>
  /"errors":\[\]/.test(answer) && !/^\d+ [^\n]+\n\{"errors"/.test(answer);

/** The answer without what differs between two things that were made one after the other. */
export function madeAlike(answer: string): string {
  return (
    answer
      .replaceAll(/"(?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{2,4}={0,2}"/g, (match) => {
        const text = Buffer.from(match.slice(1, -1), 'base64').toString();
        return /^[\w:]+:[0-9a-f-]{36}$/.test(text) ? `"‹${text.slice(0, -37)}›"` : match;
      })
      .replaceAll(UUID, '‹uuid›')
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '‹time›')
      .replaceAll(/WF-\w+-\d{14}-\w{6}/g, '‹reference›')
      .replaceAll(/"[0-9a-f]{64}"/g, '"‹hash›"')
      .replaceAll(/bw_[\w-]+/g, '‹key›')
      .replaceAll(/number.\d{6}/g, '‹number›')
      // How far a run has come by the time of the answer.
      .replaceAll(/"state":"(CREATED|ANALYZING|ROUTING|GENERATING)"/g, '"state":‹begun›')
      .replaceAll(/"progress":\{"__typename":"WorkflowProgress"[^}]*\}/g, '"progress":‹begun›')
      // What a word is worth in one's own knowledge moves with what is added to it.
      .replaceAll(
        /"(latencyMs|revision|version|currentVersion|score|support|confidence)":[\d.]+/g,
        '"$1":‹n›',
      )
  );
}

/** Where two answers part, with what stands around it; null where they are the same. */
export function differenceOf(one: string, other: string): [string, string] | null {
  if (one === other) return null;
  let at = 0;
  while (one[at] === other[at]) at++;
  const around = (text: string) => text.slice(Math.max(0, at - 120), at + 120);
  return [around(one), around(other)];
}
