import type { Analysed } from './refs.ts';
import type { ScannedRun } from './sarif/runs.ts';

/** One run of an upload, as the API lists it. */
export interface Analysis extends Analysed, ScannedRun {
  readonly id: number;
  readonly sarifId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Analyses of one tool, one category and one ref replace one another. */
export function setOf({ ref, tool, category }: Pick<Analysis, 'ref' | 'tool' | 'category'>): string {
  return JSON.stringify([ref, tool.name, category]);
}

/** All analyses of the repository, in the order in which they were processed. */
export interface Analyses {
  /** "If you upload a second SARIF file for a commit with the same category and from the same tool, the earlier results are overwritten." */
  add(analysis: Omit<Analysis, 'id'>): Analysis;
  all(): readonly Analysis[];
  /** The last one of a set that was not refused. */
  current(set: string): Analysis | undefined;
  remove(id: number): void;
}

/** Starts with what an earlier start left. */
export function analyses(kept: readonly Analysis[] = []): Analyses {
  const all = [...kept];
  let last = Math.max(200, ...all.map(({ id }) => id));
  const remove = (id: number) => {
    const index = all.findIndex((each) => each.id === id);
    if (index >= 0) all.splice(index, 1);
  };
  return {
    add(made) {
      const overwritten = all.filter(
        (each) => made.error === '' && each.error === '' && each.commit === made.commit && setOf(each) === setOf(made),
      );
      for (const { id } of overwritten) remove(id);
      last += 1;
      const analysis = { ...made, id: last };
      all.push(analysis);
      return analysis;
    },
    all: () => all,
    current: (set) => all.findLast((each) => each.error === '' && setOf(each) === set),
    remove,
  };
}
