import picomatch from 'picomatch';

/** A line of a list of patterns. */
export interface Pattern {
  /** As it was written. */
  readonly text: string;
  /** It takes away what earlier ones gave. */
  readonly isNegated: boolean;
  matches(path: string): boolean;
}

/** Patterns in their order: the last one that matches a path decides. */
export type PatternList = readonly Pattern[];

/**
 * Reads one pattern, or says why it can match nothing. It starts at the root of the build, and a `*` matches a name that begins
 * with a dot, as builds have them (`.well-known`).
 */
export function patternOf(text: string): Pattern | { readonly wrong: string } {
  const isNegated = /^!(?!\()/.test(text);
  const body = (isNegated ? text.slice(1) : text).replace(/^(?:\.?\/)+/, '');
  if (body === '') return { wrong: 'must name files, as `**/*.map` does' };
  if (body.split('/').some((name) => name === '..' || name === '.'))
    return { wrong: 'must stay inside the directory, whose files it names' };
  if (body.endsWith('/')) return { wrong: `must name files: write \`${body}**\` for all in a folder` };
  const matches = picomatch(body, { dot: true, nonegate: true });
  return { text, isNegated, matches };
}

/** The pattern by which a path is in a list; `undefined` where none is. */
export function decide(list: PatternList, path: string): Pattern | undefined {
  const last = list.findLast(({ matches }) => matches(path));
  return last?.isNegated ? undefined : last;
}

/** The patterns that match none of the paths, as they were written: a misspelt one does nothing. */
export function idle(list: PatternList, paths: readonly string[]): readonly string[] {
  return list.filter(({ matches }) => !paths.some(matches)).map(({ text }) => text);
}
