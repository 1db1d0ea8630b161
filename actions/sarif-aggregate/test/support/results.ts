import { hash } from 'node:crypto';
import type { SeverityWord } from '@actions-aws/findings';
import type { Row } from '../../src/store/rows.ts';

/** A hash of 16 hex digits, as those of lines are. */
export function hashOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 16);
}

export function severity(word: SeverityWord): Row['severity'] {
  return word === 'unknown' ? { word, source: 'nothing' } : { word, source: 'tool', said: word.toUpperCase() };
}

/** A result in code; `text` is that of its line, from which both hashes are made. */
export function code({ text, ...given }: Partial<Row> & { readonly text?: string } = {}): Row {
  const hashes = text === undefined ? {} : { lineHash: hashOf(`line ${text}`), textHash: hashOf(`text ${text}`) };
  return {
    scan: 0,
    kind: 'code',
    severity: severity('high'),
    tool: 'Semgrep',
    rule: 'no-eval',
    path: 'src/a.js',
    line: 3,
    ...hashes,
    ...given,
  };
}

export function secret(given: Parameters<typeof code>[0] = {}): Row {
  return code({ kind: 'secret', tool: 'gitleaks', rule: 'aws-key', path: 'config.env', text: 'key=…', ...given });
}

export function configuration(given: Parameters<typeof code>[0] = {}): Row {
  return code({ kind: 'configuration', tool: 'Trivy', rule: 'AWS-0086', path: 'main.tf', text: 'resource', ...given });
}

export function dependency(
  ids: readonly string[],
  name: string,
  { type, source, names, ...given }: Partial<Row> & { type?: string; source?: string; names?: 'source' } = {},
): Row {
  return {
    scan: 0,
    kind: 'dependency',
    severity: severity('high'),
    tool: 'Trivy',
    rule: ids[0] ?? '',
    path: 'package-lock.json',
    line: 1,
    advisories: ids,
    package: {
      name,
      ...(type !== undefined && { type }),
      ...(source !== undefined && { source }),
      ...(names && { names }),
    },
    target: 'package-lock.json',
    ...given,
  };
}

export function license(name: string, of: string, given: Partial<Row> = {}): Row {
  return { ...dependency([], of, given), kind: 'license', rule: name, detail: name };
}

/** As an aggregate has it, which is the baseline: unchanged and open, unless told otherwise. */
export function told(row: Row, given: Partial<NonNullable<Row['told']>> = {}): Row {
  return { ...row, told: { state: 'unchanged', fate: 'open', ...given } };
}
