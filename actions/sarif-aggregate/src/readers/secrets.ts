/**
 * The message of a secret, made anew from the rule and the file: a tool's own may quote the secret, or the message and the author of
 * its commit.
 */
export function secretMessage(what: string, path: string | undefined): string {
  const article = /^[aeiou]/i.test(what) ? 'An' : 'A';
  return `${article} ${what}${path === undefined ? '' : ` in ${path}`}`;
}

/** Whether the value is in a line; of several lines, the first. The value is in the function alone, where nothing prints it. */
export function isOn(value: string | undefined): ((line: string) => boolean) | undefined {
  const first = value?.split(/\r?\n/, 1)[0]?.trim();
  return first === undefined || first === '' ? undefined : (line) => line.includes(first);
}
