import type { NormalResult } from '@actions-aws/findings';

/** What GitHub tells by whether two results are one alert; "only uses the `primaryLocationLineHash`". */
export const FINGERPRINT = 'primaryLocationLineHash';

/** What fingerprints are made by. */
export interface Hashes {
  /** GitHub's hash of a line of the checkout, with its occurrence in the file; undefined where there is no such line. */
  line(path: string, line: number): string | undefined;
  /** Of any text, in hexadecimal digits. */
  text(text: string): string;
}

/**
 * The fingerprint of a result that brings none. What is about a package has its own, since the hash of a line does not hold there: the first
 * line of a lockfile changes with each version, and is the same for all packages.
 */
export function fingerprintOf({ subject, rule, place, isCarried, sarif }: NormalResult, hashes: Hashes): string {
  const { path = '', line } = place ?? {};
  /** As long as GitHub's own, and like these with an occurrence. */
  const made = (...parts: readonly string[]) => `${hashes.text(JSON.stringify(parts)).slice(0, 16)}:1`;
  switch (subject.kind) {
    case 'dependency': {
      const { type = '', name } = subject.package;
      return made(rule.id, 'package', type, name, subject.target);
    }
    case 'license':
      return made(rule.id, 'license', subject.license, subject.package.name, subject.target);
    case 'secret':
      // Its value is not on that line now, so that the line's hash says nothing of it.
      if (subject.commit !== undefined) return made(rule.id, 'commit', path, subject.commit, `${line ?? ''}`);
      break;
    case 'configuration':
      if (subject.resource !== undefined) return made(rule.id, 'resource', path, subject.resource);
  }
  if (isCarried) return made(rule.id, 'message', path, sarif.message.text ?? '');
  const hash = line === undefined ? undefined : hashes.line(path, line);
  return hash ?? made(rule.id, 'line', path, line === undefined ? '' : `${line}`);
}
