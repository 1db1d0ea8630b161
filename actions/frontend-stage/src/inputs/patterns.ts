import { type Input, input, type Refusal } from '@actions-aws/action';
import { AUTO, auto } from '../assets/hashed.ts';
import { type Pattern, type PatternList, patternOf } from '../build/patterns.ts';

/**
 * The input for patterns of files, separated by lines or commas; a comma between braces is the pattern's own. The last one that matches
 * decides, and `!` takes away.
 *
 * @param options.auto `auto` stands for what builders are known to write.
 * @param options.none the word that says that there are none: emptiness does not.
 */
export function patternList(options: { readonly auto?: boolean; readonly none: string }): Input<PatternList> {
  const type = `patterns, ${options.auto ? `\`${AUTO}\`, ` : ''}or \`${options.none}\``;
  const one = input<PatternList>(type, (given) => {
    if (given === options.none) return { accepted: true, value: [] };
    const refusals: Refusal[] = [];
    const value = entriesIn(given).flatMap((entry, index): Pattern[] => {
      if (options.auto && entry === AUTO) return [auto];
      const found =
        entry === '' ? { wrong: 'must not be empty: an expression that yields nothing leaves one' } : patternOf(entry);
      if (!('wrong' in found)) return [found];
      refusals.push({ at: `[${index}]`, value: entry, message: found.wrong });
      return [];
    });
    return refusals.length > 0 ? { accepted: false, refusals } : { accepted: true, value };
  });
  return { ...one, none: options.none };
}

/** The entries of a list, trimmed. */
function entriesIn(given: string): readonly string[] {
  const entries: string[] = [];
  let entry = '';
  let depth = 0;
  for (const char of given.replace(/,[ \t]*\r?\n/g, '\n')) {
    if (char === '{' || char === '(') depth += 1;
    if (char === '}' || char === ')') depth -= 1;
    if (char === '\n' || (char === ',' && depth <= 0)) {
      entries.push(entry.trim());
      entry = '';
      depth = 0;
    } else entry += char;
  }
  return [...entries, entry.trim()];
}
