import type { Rule } from '../result.ts';

/** Weaknesses that are credentials in a text: https://cwe.mitre.org/data/definitions/798.html and its kin. */
const CWES = /\bcwe[-_/]?(?:798|259|321|522|547|615|540|312|256|257|260|13)\b/i;

const WORDS =
  /secret|passw|passphrase|pwd|credential|hard-?_?coded?-?_?\w{0,12}key|api-?_?key|access-?_?key|private-?_?key|(?:^|[^a-z])tokens?(?:$|[^a-z])|entropy/i;

/** Rules of tools whose ids are numbers: bandit's of passwords, gosec's of credentials, pylint's and ruff's of the same. */
const NUMBERS = new Set(['B105', 'B106', 'B107', 'G101', 'S105', 'S106', 'S107']);

/**
 * Whether a rule of a tool for code looks for credentials, so that its message, its flow and its snippets may quote one: bandit,
 * CodeQL and eslint-plugin-no-secrets write the value itself, Semgrep what a rule's author put there.
 */
export function seeksCredentials({ id, name, tags = [] }: Pick<Rule, 'id' | 'name' | 'tags'>): boolean {
  return (
    NUMBERS.has(id) || WORDS.test(id) || (name !== undefined && WORDS.test(name)) || tags.some((tag) => CWES.test(tag))
  );
}

/** A message without all that stands between its first quotation mark and its last. */
export function withoutQuoted(message: string): string {
  const first = message.search(/["'`“‘«]/);
  return first < 0 ? message : `${message.slice(0, first)}…${message.slice(lastQuote(message, first) + 1)}`;
}

function lastQuote(message: string, first: number): number {
  for (let index = message.length - 1; index > first; index--)
    if (`"'\`”’»`.includes(message[index] as string)) return index;
  // It never ends.
  return message.length;
}

/** The message of a secret, made anew: a tool's own may quote the secret, or the message and the author of its commit. */
export function secretMessage(rule: string, path: string | undefined): string {
  return `${rule === '' ? 'A secret' : `Secret found by the rule ${rule}`}${path === undefined ? '' : ` in ${path}`}`;
}

/** A text without user and password of the addresses in it: what failed is mostly a request, and its address may have a token. */
export function withoutUsers(text: string): string {
  return text.includes('@') ? text.replace(/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"'<>]{1,500}@/gi, '$1…@') : text;
}
