import { code, type Text } from '@actions-aws/action';
import type { Failure, SeverityWord } from '@actions-aws/findings';
import type { Blocking, Finding, Findings, ScanReport } from './document.ts';

/** A whole number with its thousands apart. `toLocaleString` would do it, and takes a tenth of a second to find out how. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A number of things. */
export function counted(count: number, one: string, { many = `${one}s` } = {}): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Names, the last of them with `and`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The end in a sentence. */
export function sentence({ verdict, counts, scans, settings }: Findings): string {
  const incomplete = scans.filter(({ complete }) => !complete);
  const blocks = `${counted(counts.blocking, 'finding')} ${counts.blocking === 1 ? 'blocks' : 'block'}`;
  if (verdict === 'incomplete') {
    const what = `${counted(incomplete.length, 'scan')} of ${scans.length} ${incomplete.length === 1 ? 'is' : 'are'} incomplete`;
    return `${what}, so that it is not known what is missing here${counts.blocking > 0 ? `; ${blocks}` : ''}.`;
  }
  if (verdict === 'block') return `${blocks}.`;
  if (counts.open === 0) return `${counted(scans.length, 'scan')} ran whole and found nothing that is open.`;
  const without = [
    settings.failOn === 'never' ? undefined : settings.failOn,
    settings.failOnNew === 'never' ? undefined : `new and ${settings.failOnNew}`,
  ].filter((word) => word !== undefined);
  const none = without.length === 0 ? 'no secret among them' : `none of them ${without.join(', or ')} or worse`;
  return `${counted(scans.length, 'scan')} ran whole: ${counted(counts.open, 'open finding')}, ${none}.`;
}

/** Why a finding blocks, in words. */
export function blockingInWords(blocks: Blocking, { settings }: Pick<Findings, 'settings'>): string {
  switch (blocks) {
    case 'secret':
      return 'a secret';
    case 'fail-on':
      return `\`fail-on: ${settings.failOn}\``;
    case 'fail-on-new':
      return `new, \`fail-on-new: ${settings.failOnNew}\``;
  }
}

/** Where a finding is, as people write it. */
export function placeOf({ path, line, dependency }: Finding): string {
  if (dependency) {
    const { package: name, version = '', target } = dependency;
    // A tool such as npm audit names no target, and the workflow may have named none either.
    return `${name}${version && ` ${version}`}${target && ` in ${target}`}`;
  }
  if (path === undefined) return '';
  return line === undefined ? path : `${path}:${line}`;
}

/** The severities of a finding's results, where tools disagree or it is not the tool's own word. */
export function severityInWords({ severity, results }: Pick<Finding, 'severity' | 'results'>): string {
  const said = new Map<string, string>();
  for (const { tool, source, said: word } of results) {
    if (word !== undefined) said.set(tool, `${tool} ${SOURCES[source]}${word}`);
  }
  return said.size < 2 ? severity : `${severity} (${[...said.values()].join(', ')})`;
}

const SOURCES = { tool: '', cvss: 'CVSS ', 'security-severity': '', level: 'level ', nothing: '' } as const;

/** What makes a scan incomplete, as text. */
export function failureInWords({ message, hint = '' }: Failure): string {
  return `${message} ${hint}`.trim();
}

/** A scan's state in a word or two. */
export function scanInWords({ complete, failures, left }: ScanReport): string {
  if (left) return 'not run, and optional';
  if (!complete) return '❌ incomplete';
  return failures.length > 0 ? '⚠️ partial, as the workflow allows' : '✓ whole';
}

/** Severities that have a finding, the worst first. */
export function severitiesIn(
  counts: Readonly<Record<SeverityWord, number>>,
): readonly (readonly [SeverityWord, number])[] {
  return (Object.entries(counts) as [SeverityWord, number][]).filter(([, count]) => count > 0);
}

/** A path or rule in a code span; nothing where there is none. */
export function named(text: string | undefined): Text {
  return text === undefined || text === '' ? '' : code(text);
}
