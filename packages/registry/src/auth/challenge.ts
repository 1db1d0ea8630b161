/** How a server wants to be authorized. */
export interface Challenge {
  /** In lower case, such as `bearer`. */
  readonly scheme: string;
  /** By their names in lower case, such as `realm`. */
  readonly parameters: ReadonlyMap<string, string>;
}

const SPACE = /[\s,]*/y;
const WORD = /[\w!#$%&'*+.^`|~-]+/y;
const VALUE = /\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/y;

/**
 * Reads `WWW-Authenticate`, in which several challenges may stand, with commas inside and between them
 * (https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1). What cannot be read ends it.
 */
export function challengesIn(header: string): Challenge[] {
  const found: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(SPACE);
    const word = take(WORD)?.[0].toLowerCase();
    if (word === undefined) return found;
    const value = take(VALUE);
    if (value) found.at(-1)?.parameters.set(word, value[1]?.replace(/\\(.)/g, '$1') ?? value[2] ?? '');
    else found.push({ scheme: word, parameters: new Map() });
  }
}
