import { accepted, type Input, input, refused } from './input.ts';

/** Bounds of a number, both inclusive. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** Text, trimmed. With a `pattern`, the whole text must match it; `hint` says what that means: `must be a version number`. */
export function text(options: { pattern?: RegExp; hint?: string; type?: string } = {}): Input<string> {
  const whole =
    options.pattern && new RegExp(`^(?:${options.pattern.source})$`, options.pattern.flags.replace('g', ''));
  return input(options.type ?? 'text', (given) => {
    if (!whole || whole.test(given)) return accepted(given);
    return refused(options.hint ?? `must match \`${options.pattern?.source}\``);
  });
}

/** `true` or `false`, as YAML's core schema writes them. */
export function flag(): Input<boolean> {
  return input('`true` or `false`', (given) => {
    if (/^(?:true|True|TRUE)$/.test(given)) return accepted(true);
    if (/^(?:false|False|FALSE)$/.test(given)) return accepted(false);
    return refused('must be `true` or `false`');
  });
}

/** A whole number. */
export function integer(range: Range = {}): Input<number> {
  const words = `a whole number${within(range, String)}`;
  return input(words.replace(/^a /, ''), (given) => {
    const number = /^[+-]?\d+$/.test(given) ? Number(given) : Number.NaN;
    return Number.isSafeInteger(number) && inside(number, range) ? accepted(number) : refused(`must be ${words}`);
  });
}

/** One of the given words, exactly as written. */
export function choice<const Word extends string>(...words: readonly [Word, ...Word[]]): Input<Word> {
  const quoted = words.map((word) => `\`${word}\``);
  const all = quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
  return input(all, (given) => {
    const word = words.find((candidate) => candidate === given);
    return word === undefined ? refused(`must be ${all}`) : accepted(word);
  });
}

/** ` from 1 to 5`, ` of at least 1`, ` of at most 5`, or nothing. */
export function within({ min, max }: Range, show: (bound: number) => string): string {
  if (min !== undefined && max !== undefined) return ` from ${show(min)} to ${show(max)}`;
  if (min !== undefined) return ` of at least ${show(min)}`;
  return max === undefined ? '' : ` of at most ${show(max)}`;
}

/** Whether a number is in range; what is not a number never is. */
export function inside(number: number, { min = -Infinity, max = Infinity }: Range): boolean {
  return number >= min && number <= max;
}
