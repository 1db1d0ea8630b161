import type { Status } from '../changes.ts';
import type { Pattern } from './pattern.ts';
import type { PatternList } from './pattern-list.ts';

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A part of the repository that is built, tested or deployed for itself. */
export interface Component {
  /** The name of its output, too. */
  readonly name: string;
  /** Which files are its own; none where it only follows what it needs, or where `allOf` says it all. */
  readonly paths: PatternList;
  /** A file must match each of these as well; a negation is one that it must not match. */
  readonly allOf: readonly Pattern[];
  /** Only changes of these kinds count; all where there are none. */
  readonly statuses?: readonly Status[];
  /** Names of components whose changes concern it. */
  readonly needs: readonly string[];
  /** The author's own fields, which go into the matrix. */
  readonly fields: Readonly<Record<string, Json>>;
}

/** Components in the order in which they were written, and what holds for all of them. */
export interface Filters {
  readonly components: readonly Component[];
  /** A change here concerns every component. */
  readonly global: PatternList;
  /** A change here concerns none. */
  readonly ignore: PatternList;
}
