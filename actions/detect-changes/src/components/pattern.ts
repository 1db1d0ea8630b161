import type { Change, Status } from '../changes.ts';
import { alternativesOf, MOST_ALTERNATIVES } from './braces.ts';
import { type Glob, globOf } from './glob.ts';

/** Every status, in the order in which messages name them. */
export const STATUSES = [
  'added',
  'modified',
  'deleted',
  'renamed',
  'type-changed',
] as const satisfies readonly Status[];

/** One line of a list of patterns. */
export interface Pattern {
  /** As it was written. */
  readonly text: string;
  /** It takes away what earlier ones gave. */
  readonly isNegated: boolean;
  /** It only holds for these; for all where there are none. */
  readonly statuses?: readonly Status[];
  readonly glob: Glob;
}

/** Why a text is no pattern that could ever match. Read as `"…" at …: must …. <remedy>`. */
export interface Unusable {
  readonly message: string;
  readonly remedy?: string;
}

/**
 * Reads a pattern. It always starts at the root of the repository, with or without `/` or `./` before it.
 *
 * @param workspace the folder on the runner, which patterns do not name.
 */
export function patternOf(
  text: string,
  { statuses, workspace }: { readonly statuses?: readonly Status[]; readonly workspace?: string | undefined } = {},
): Pattern | Unusable {
  const isNegated = text.startsWith('!');
  const body = isNegated ? text.slice(1) : text;
  const wrong = wrongIn(body, workspace) ?? (isNegated ? wrongGroup(body) : undefined);
  if (wrong) return wrong;
  const relative = body.replace(/^(?:\.?\/)+/, '');
  const glob = globOf(relative === '' || relative === '.' ? '**' : relative);
  if (!glob) {
    return {
      message: `must not stand for more than ${MOST_ALTERNATIVES} patterns`,
      remedy: 'Use `*` in place of braces.',
    };
  }
  return { text, isNegated, ...(statuses && { statuses }), glob };
}

/**
 * Whether a pattern holds for a path, as far as its statuses go. A submodule stands for all that is below it: what switches
 * something on need only reach into it, what takes away must take away all of it.
 *
 * @param reaches whether it is enough to reach into a submodule.
 */
export function holds({ glob, statuses }: Pattern, end: ChangedEnd, reaches: boolean): boolean {
  if (statuses && !statuses.some((status) => end.statuses.includes(status))) return false;
  return glob.matches(end.path) || (reaches && end.isSubmodule && glob.reachesBelow(end.path));
}

/** One path of a change. A rename has two, of which one is as good as added, the other as good as deleted. */
export interface ChangedEnd {
  readonly path: Change['path'];
  readonly statuses: readonly Status[];
  readonly isSubmodule: boolean;
  /** Whether there is something at this path now. */
  readonly isThere: boolean;
}

function wrongIn(body: string, workspace: string | undefined): Unusable | undefined {
  if (body.trim() === '') return { message: 'is empty', remedy: 'Take it out, or write `**` for every file.' };
  if (body.includes('\0')) return { message: 'must not have a NUL: no path has one' };
  if (/^\s|\s$/.test(body)) {
    return {
      message: 'begins or ends with white space',
      remedy: 'Take it out; where a name has it, put `?` in its place.',
    };
  }
  if (/(?<!\\)(?:\\\\)*\\$/.test(body)) {
    return { message: 'ends in a backslash', remedy: 'Folders are separated by `/`, also on Windows.' };
  }
  if (/^[A-Za-z]:[\\/]/.test(body) || /^~(?:\/|$)/.test(body) || (workspace && isBelow(body, workspace))) {
    return { message: 'must start at the root of the repository', remedy: 'Leave out the path on the runner.' };
  }
  if (/(?<!\\)[@!+*?]\([^/]*\)/.test(body)) return EXTENDED;
  if (/\[\[[:.=]\w+[:.=]\]/.test(body)) {
    return { message: 'must not use named classes', remedy: 'Write out what is meant, as `[a-z]`.' };
  }
  for (const alternative of alternativesOf(body) ?? []) {
    const names = alternative.replace(/^(?:\.?\/)+/, '').split('/');
    if (names.includes('..'))
      return { message: 'must not have `..` in it', remedy: 'Patterns start at the root of the repository.' };
    if (names.length > 1 && names.includes('.'))
      return { message: 'must not have `.` as a folder', remedy: 'Leave it out.' };
    if (names.slice(0, -1).includes('')) return { message: 'must not have `//` in it', remedy: 'Write one slash.' };
    if (names[0]?.toLowerCase() === '.git') return { message: 'can never match: git does not record `.git`' };
  }
  return undefined;
}

/** `!(a|b)`, and not the negation of a folder that is called `(a)`. */
function wrongGroup(body: string): Unusable | undefined {
  return /^\([^/]*\|[^/]*\)/.test(body) ? EXTENDED : undefined;
}

const EXTENDED: Unusable = {
  message: 'must not use extended globs',
  remedy: 'Write braces, as `{a,b}`, or a line of its own that begins with `!`; a backslash makes a parenthesis plain.',
};

function isBelow(body: string, workspace: string): boolean {
  const folder = workspace.replaceAll('\\', '/').replace(/\/+$/, '');
  return folder.length > 1 && (body === folder || body.startsWith(`${folder}/`));
}
