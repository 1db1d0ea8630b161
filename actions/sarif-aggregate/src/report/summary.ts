import { bold, code, prose, type Summary, type Text } from '@actions-aws/action';
import { KINDS, SEVERITIES } from '@actions-aws/findings';
import type { Findings } from './document.ts';
import { type Highlights, MOST_PLACES, type Sample } from './highlights.ts';
import {
  blockingInWords,
  counted,
  failureInWords,
  grouped,
  named,
  placeOf,
  scanInWords,
  sentence,
  severitiesIn,
  severityInWords,
} from './words.ts';

/** Rules that the table of what decided has at most. */
const LONGEST_TABLE = 200;
/** Characters of a text that a cell shows. */
const LONGEST_CELL = 300;
/** Lines of what came of scans and entries of `accept`. */
const MOST_LINES = 100;

/** The job summary: what decided first, then each scan, then what changed. */
export function summarize(told: Findings, highlights: Highlights, summary: Summary): void {
  const { verdict, baseline, counts } = told;
  const sign = { pass: '✅', block: '❌', incomplete: '❌' }[verdict];
  summary.heading(
    `${sign} ${verdict}${counts.blocking > 0 ? `: ${counted(counts.blocking, 'finding')} to act on` : ''}`,
  );
  summary.paragraph(sentence(told));
  if (!baseline) summary.paragraph([bold('No baseline'), ' was given, so every finding counts as new.']);
  closed(highlights, summary);
  decided(told, highlights, summary);
  scans(told, summary);
  numbers(told, summary);
  acceptance(told, summary);
  folded('What blocks', highlights.blocking, summary);
  if (baseline) folded('New and open', highlights.opened, summary);
  folded('Fixed', highlights.fixed, summary);
  folded('Absent: gone, but a scan that reported it did not run whole', highlights.absent, summary);
}

/** What this run is the first not to count, though it is there: a reviewer must see it before anything else. */
function closed({ newlyClosed }: Highlights, summary: Summary): void {
  if (newlyClosed.count === 0) return;
  summary.paragraph(bold(`Newly suppressed or accepted: ${counted(newlyClosed.count, 'finding')}`));
  summary.table(
    ['Rule', 'Severity', 'Where', 'Now', 'Reason'],
    newlyClosed.shown.map((finding) => [
      code(cut(finding.rule)),
      finding.severity,
      named(cut(placeOf(finding))),
      finding.fate,
      cut(finding.reason),
    ]),
  );
  more(newlyClosed, summary);
}

function decided(told: Findings, { deciding }: Highlights, summary: Summary): void {
  if (deciding.length === 0) return;
  summary.paragraph(bold('What decided'));
  summary.table(
    ['Rule', 'Tool', 'Findings', 'Severity', 'Why', 'Where'],
    deciding
      .slice(0, LONGEST_TABLE)
      .map(({ rule, tools, count, severity, why, places }) => [
        code(cut(rule)),
        cut(tools),
        count,
        severity,
        prose(blockingInWords(why, told)),
        placesIn(places, count),
      ]),
  );
  if (deciding.length > LONGEST_TABLE)
    summary.paragraph(`and ${counted(deciding.length - LONGEST_TABLE, 'rule')} more.`);
}

function placesIn(places: readonly string[], count: number): Text {
  const shown = places
    .filter((place) => place !== '')
    .flatMap((place, index) => [index > 0 ? ', ' : '', code(cut(place))]);
  return count > places.length ? [...shown, `, and ${grouped(count - places.length)} more`] : shown;
}

function scans({ scans: all }: Findings, summary: Summary): void {
  // What is incomplete comes first: it is what has to be repaired.
  const ordered = [...all.filter(({ complete }) => !complete), ...all.filter(({ complete }) => complete)];
  summary.paragraph(bold('Scans'));
  summary.table(
    ['Scan', 'Tool', 'Results', 'Findings', '', 'Why'],
    ordered.map((scan) => [
      code(scan.name),
      cut(`${scan.tool} ${scan.version ?? ''}`.trim()),
      scan.results,
      scan.findings,
      scanInWords(scan),
      whyIn(scan.failures.map(failureInWords)),
    ]),
  );
}

function whyIn(failures: readonly string[]): Text {
  const shown = failures.slice(0, MOST_PLACES).flatMap((failure, index) => [index > 0 ? ' ' : '', prose(cut(failure))]);
  const left = failures.length - MOST_PLACES;
  return left > 0 ? [...shown, ` And ${left} more.`] : shown;
}

function numbers({ counts, settings }: Findings, summary: Summary): void {
  const severities = SEVERITIES.filter((severity) => counts.severities[severity] > 0);
  const kinds = KINDS.filter((kind) => severitiesIn(counts.kinds[kind]).length > 0);
  if (kinds.length > 0) {
    summary.paragraph(bold(`Open: ${counted(counts.open, 'finding')}`));
    summary.table(
      ['Kind', ...severities],
      kinds.map((kind) => [
        settings.kinds.includes(kind) ? kind : `${kind} (not judged)`,
        ...severities.map((severity) => counts.kinds[kind][severity] || ''),
      ]),
    );
  }
  const others: readonly (readonly [number, string])[] = [
    [counts.new, 'new'],
    [counts.fixed, 'fixed'],
    [counts.absent, 'absent'],
    [counts.suppressed, 'suppressed'],
    [counts.accepted, 'accepted'],
    [counts.excluded, 'excluded'],
  ];
  const said = others.filter(([count]) => count > 0).map(([count, word]) => `${grouped(count)} ${word}`);
  if (said.length > 0) summary.paragraph(`${said.join(', ')}; ${counted(counts.results, 'result')} read in all.`);
}

function acceptance({ acceptance: { expired, unused } }: Findings, summary: Summary): void {
  for (const [what, entries] of [
    ['Expired entries of `accept`, which accept nothing any more', expired],
    ['Entries of `accept` that match no finding', unused],
  ] as const) {
    if (entries.length === 0) continue;
    summary.paragraph(prose(`⚠️ ${what}: ${entries.length}`));
    summary.table(
      ['Entry'],
      entries.slice(0, MOST_LINES).map((entry) => [prose(cut(entry))]),
    );
    if (entries.length > MOST_LINES) summary.paragraph(`and ${entries.length - MOST_LINES} more.`);
  }
}

function folded(label: string, found: Sample, summary: Summary): void {
  if (found.count === 0) return;
  summary.details(`${label} (${grouped(found.count)})`, (inner) => {
    inner.table(
      ['Severity', 'Rule', 'Where', 'What', 'Identity'],
      found.shown.map((finding) => [
        cut(severityInWords(finding)),
        code(cut(finding.rule)),
        named(cut(placeOf(finding))),
        cut(finding.message),
        code(finding.identity),
      ]),
    );
    more(found, inner);
  });
}

function more({ shown, count }: Sample, summary: Summary): void {
  const left = count - shown.length;
  if (left > 0) summary.paragraph([bold(`${grouped(left)} more`), ' are in the files that the outputs name.']);
}

/** Text from outside may be of any length, and a cell has one line. */
function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_CELL ? `${line.slice(0, LONGEST_CELL - 1)}…` : line;
}
