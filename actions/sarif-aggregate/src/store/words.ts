import type { Package } from '@actions-aws/findings';
import type { Word, Words } from './rows.ts';

/** Words that can be added to. */
export interface GrowingWords extends Words {
  /** The number of a text, a new one if it is new. */
  of(text: string): Word;
}

/** Starts with the empty text. */
export function newWords(): GrowingWords {
  const numbers = new Map<string, Word>([['', 0]]);
  const texts = [''];
  return {
    get length() {
      return texts.length;
    },
    text: (word) => texts[word] ?? '',
    of(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      // What a parser gives may be a small piece that holds on to a large text.
      const own = Buffer.from(text, 'utf16le').toString('utf16le');
      const word = texts.push(own) - 1;
      numbers.set(own, word);
      return word;
    },
  };
}

/** Packages by number; at 0 there is none. */
export interface Packages {
  readonly list: readonly (Package | undefined)[];
  of(one: Package): number;
}

export function newPackages(): Packages {
  const numbers = new Map<string, number>();
  const list: (Package | undefined)[] = [undefined];
  return {
    list,
    of(one) {
      const { type, name, source } = one;
      const key = JSON.stringify([type, name, source]);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const number = list.push(one) - 1;
      numbers.set(key, number);
      return number;
    },
  };
}
