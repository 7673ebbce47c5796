import type { Permission } from '../identity/index.js';
import type { RunKinds } from './kind.js';

declare module '../app-types.js' {
  interface App {
    /** What has events besides runs. */
    subjects: Subjects;
  }
}

/** One committed change, as it is written. Texts are not copied into events; they are read by id. */
export interface Change {
  kind: string;
}

/** A change as it is read. */
export interface Event extends Change {
  subjectType: SubjectName;
  /** UUID of what has changed. */
  subjectId: string;
  /** Numbers without gaps: within the subject, or within the organization's events of its type where these are followed. */
  sequence: number;
  /** Without gaps within all events of the organization, in the order of commit. */
  position: number;
  at: Date;
}

/** What has numbered events of its own, whether or not a run stands behind. */
export interface Subject {
  /** What one has to be allowed to see them. */
  view: Permission;
  /** The type in the API that is the subject. */
  node: string;
}

/**
 * Everything that has events, by its name: each kind of run, and what domains add with `declare module`. What is not in
 * the registries of `src/app.ts` does not compile.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the domains fill it in
export interface OtherSubjects {}

export type Subjects = Record<keyof OtherSubjects & string, Subject>;

export type SubjectName = (keyof OtherSubjects & string) | (keyof RunKinds & string);
