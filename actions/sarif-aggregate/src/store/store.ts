import { newSpill, type Spill } from './spill.ts';
import { newRules, newTable, type Shared, type Table } from './table.ts';
import { newPackages, newWords } from './words.ts';

/** Where all results of a run are while it goes on: what is compared in memory, the rest in files that are removed after. */
export interface Store extends Shared {
  readonly today: Table;
  /** Of the baseline; its words and packages are those of today. */
  readonly before: Table;
  /** Removes the files, in any case. */
  remove(): void;
}

/** Starts empty, with its files below `parent`, such as the folder that `RUNNER_TEMP` names. */
export function newStore(parent: string): Store {
  const spill = newSpill(parent);
  let texts: Spill;
  try {
    texts = newSpill(parent);
  } catch (error) {
    spill.remove();
    throw error;
  }
  const shared: Shared = { words: newWords(), packages: newPackages(), rules: newRules(), spill, texts };
  return {
    ...shared,
    today: newTable(shared),
    before: newTable(shared),
    remove() {
      try {
        spill.remove();
      } finally {
        texts.remove();
      }
    },
  };
}
