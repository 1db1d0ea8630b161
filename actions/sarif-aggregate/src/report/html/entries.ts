import { KINDS, SEVERITIES } from '@actions-aws/findings';
import { FATES, STATES } from '../../store/rows.ts';
import type { Finding, Findings } from '../document.ts';
import type { Form } from '../files/patterns.ts';

/** Findings that the page has at most: a browser takes a second for these, and a person does not read them all. */
export const MOST_FINDINGS = 25_000;

/** The words that entries name by their number. */
export interface Legend {
  readonly severities: readonly string[];
  readonly kinds: readonly string[];
  readonly states: readonly string[];
  readonly fates: readonly string[];
  readonly scans: readonly string[];
}

/** The legend of a run's findings. */
export function legendOf({ scans }: Pick<Findings, 'scans'>): Legend {
  return { severities: SEVERITIES, kinds: KINDS, states: STATES, fates: FATES, scans: scans.map(({ name }) => name) };
}

/** How the page has its entries. */
export function formOfEntries(legend: Legend): Form {
  const text = (value: unknown): string => inScript(JSON.stringify(value));
  return {
    text: (finding) => text(entryOf(finding, legend)),
    message: text,
    path: text,
    writeMessage({ message: { bytes, start, end } }, out) {
      out.text(inScript(bytes.toString('utf8', start, end)));
    },
  };
}

/** JSON that cannot end the script element it stands in: https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements */
export function inScript(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

/**
 * A finding as `page.js` reads it: a list, since its keys would be half of the page. What the legend names is a number, and what is
 * absent is an empty text or 0.
 */
function entryOf(finding: Finding, { scans }: Legend): readonly unknown[] {
  const { message, dependency } = finding;
  return [
    SEVERITIES.indexOf(finding.severity),
    KINDS.indexOf(finding.kind),
    STATES.indexOf(finding.state),
    FATES.indexOf(finding.fate),
    finding.blocks ?? '',
    finding.rule,
    message,
    finding.path ?? '',
    finding.line ?? 0,
    dependency
      ? [
          dependency.package,
          dependency.version ?? '',
          dependency.fixed ?? '',
          dependency.advisories.join(', '),
          dependency.target,
        ]
      : 0,
    finding.reason,
    finding.help ?? '',
    finding.identity,
    finding.results.map((result) => [
      scans.indexOf(result.scan),
      result.tool,
      result.rule,
      SEVERITIES.indexOf(result.severity),
      result.said ?? '',
      FATES.indexOf(result.fate),
      result.reason,
      result.path ?? '',
      result.line ?? 0,
      result.message === message ? '' : result.message,
    ]),
  ];
}
