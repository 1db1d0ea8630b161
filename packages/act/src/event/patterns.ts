/**
 * Whether a name is of a filter's patterns: the last that matches decides, and one with `!` in front takes back.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function matchesAll(patterns: readonly string[], name: string): boolean {
  return patterns.reduce((held, pattern) => {
    const isTaking = pattern.startsWith('!');
    return matches(isTaking ? pattern.slice(1) : pattern, name) ? !isTaking : held;
  }, false);
}

/** Whether a name is of one pattern, whole. */
export function matches(pattern: string, name: string): boolean {
  return expressionOf(pattern).test(name);
}

/**
 * `*` is all but slashes, `**` all; `?` and `+` repeat what is before them; brackets are one of what they list; a backslash
 * takes the meaning from what is behind it. A `**` with a slash behind it may be no folder at all: two asterisks, a slash and
 * `README.md` match a `README.md` at the root.
 */
function expressionOf(pattern: string): RegExp {
  let source = '';
  let canRepeat = false;
  for (const [found] of pattern.matchAll(/\*\*\/|\*\*|\*|\[[^\]]+\]|\\.|[\s\S]/gu)) {
    const isRepeat = found === '?' || found === '+';
    if (!isRepeat) source += pieceOf(found, source === '' || source.endsWith('\\/'));
    // Behind a wildcard, which is as long as it likes, they say nothing; at the start they can only mean themselves.
    else if (canRepeat) source += found;
    else if (source === '') source += `\\${found}`;
    canRepeat = !isRepeat && !found.startsWith('*');
  }
  return new RegExp(`^${source}$`, 'u');
}

function pieceOf(found: string, atStart: boolean): string {
  if (found === '**/') return atStart ? '(?:.*\\/)?' : '.*\\/';
  if (found === '**') return '.*';
  if (found === '*') return '[^/]*';
  if (found.length > 1 && found.startsWith('[')) return `[${found.slice(1, -1).replace(/[\\\]^[]/g, '\\$&')}]`;
  const literal = found.length > 1 && found.startsWith('\\') ? found.slice(1) : found;
  return literal.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
}
