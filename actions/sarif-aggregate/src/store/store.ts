import { type Memory, newMemory } from './memory.ts';
import { newRules, type Rules } from './sorts.ts';
import { newSpill, type Spill, type SpillPart } from './spill.ts';
import { newTable, type Shared, type Table, type TablePart } from './table.ts';
import { newPackages, newWords, type Packages } from './words.ts';

/** Where all results of a run are while it goes on: what is compared in memory, the rest in files that are removed after. */
export interface Store extends Shared {
  readonly today: Table;
  /** Of the baseline; its words and packages are those of today. */
  readonly before: Table;
  /** What texts are in while they are written, those of the SARIF and then those that reports tell. */
  readonly memory: Memory;
  /** Ends it here, so that another thread can append all results of today to its own store. */
  part(): StorePart;
  /** @param scans the numbers that the scans of the part have here. */
  appendPart(part: StorePart, scans: readonly number[]): void;
  /** Removes the files, in any case. */
  remove(): void;
}

/** The results that another thread has read. */
export interface StorePart {
  readonly table: TablePart;
  readonly words: readonly string[];
  readonly packages: Packages['list'];
  readonly rules: Rules['list'];
  readonly spill: SpillPart;
  readonly texts: SpillPart;
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
  const { words, packages, rules } = shared;
  const [today, before] = [newTable(shared), newTable(shared)];
  return {
    ...shared,
    memory: newMemory(),
    today,
    before,
    part() {
      return {
        table: today.part(),
        words: Array.from({ length: words.length }, (_, word) => words.text(word)),
        packages: packages.list,
        rules: rules.list,
        spill: spill.part(),
        texts: texts.part(),
      };
    },
    appendPart(part, scans) {
      today.appendPart(part.table, {
        scans,
        words: Uint32Array.from(part.words, words.of),
        packages: part.packages.map((one) => (one ? packages.of(one) : 0)),
        rules: part.rules.map(rules.of),
        spilled: spill.length,
      });
      spill.appendPart(part.spill);
      texts.appendPart(part.texts);
    },
    remove() {
      try {
        spill.remove();
      } finally {
        texts.remove();
      }
    },
  };
}
