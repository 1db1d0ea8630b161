import { decide, type Pattern, type PatternList } from '../build/patterns.ts';
import { BUILDERS, NEVER } from './builders.ts';
import { namePattern } from './name-pattern.ts';

/** The entry of `assets` that stands for what builders are known to write. */
export const AUTO = 'auto';

const assets = BUILDERS.flatMap((builder) => builder.assets.map(namePattern));
const never = NEVER.map(namePattern);

/** Whether a builder has put the hash of a file's content into its name, by what builders are known to write. */
export function isHashedByBuilder(path: string): boolean {
  return assets.some((pattern) => pattern.test(path)) && !never.some((pattern) => pattern.test(path));
}

/** `auto` as a pattern, so that others can add to it and take from it. */
export const auto: Pattern = { text: AUTO, isNegated: false, matches: isHashedByBuilder };

/** Whether browsers may keep a file for ever, by the input `assets`. */
export function isHashed(list: PatternList, path: string): boolean {
  return decide(list, path) !== undefined;
}

/** The builders whose marks are in a build, most telling first. */
export function buildersOf(paths: readonly string[]): readonly (typeof BUILDERS)[number][] {
  return BUILDERS.filter(({ mark }) => {
    const pattern = namePattern(mark);
    return paths.some((path) => pattern.test(path));
  });
}
