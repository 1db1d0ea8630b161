import type { Word, Words } from '../store/rows.ts';

/** Texts by number, from 1; 0 is the empty one. */
export interface Numbers {
  of(text: string): number;
  text(number: number): string;
}

export function createNumbers(): Numbers {
  const numbers = new Map<string, number>([['', 0]]);
  const texts = [''];
  return {
    of(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      return texts.push(text) - 1;
    },
    text: (number) => texts[number] ?? '',
  };
}

/** What a word is by some rule, worked out once for each word. */
export function byWord(words: Words, rule: (text: string) => number): (word: Word) => number {
  // One more than what it is, since 0 says that it is not known yet.
  const known = new Uint32Array(words.length);
  return (word) => {
    const found = known[word] ?? 0;
    if (found !== 0) return found - 1;
    const number = rule(words.text(word));
    known[word] = number + 1;
    return number;
  };
}
