import { bold, code, prose, type Summary, type Text } from '@actions-aws/action';
import { KINDS, SEVERITIES } from '@actions-aws/findings';
import type { Blocking, Finding, Findings } from './document.ts';
import {
  blockingInWords,
  counted,
  failureInWords,
  named,
  placeOf,
  scanInWords,
  sentence,
  severitiesIn,
  severityInWords,
} from './words.ts';

/** Findings that one table of the summary shows at most; the files have all of them. */
const LONGEST_TABLE = 200;
/** Places of one rule that stand in its row. */
const MOST_PLACES = 5;
/** Characters of a text that a cell shows. */
const LONGEST_CELL = 300;
/** Lines of what came of scans and entries of `accept`. */
const MOST_LINES = 100;

/** What the findings that the summary shows were gathered from, in one pass. */
interface Gathered {
  /** By the rule that decided, in the order of the worst. */
  readonly deciding: ReadonlyMap<string, Deciding>;
  readonly newlyClosed: Sample;
  readonly blocking: Sample;
  readonly opened: Sample;
  readonly fixed: Sample;
  readonly absent: Sample;
}

interface Deciding {
  readonly rule: string;
  readonly tools: string;
  readonly why: Blocking;
  readonly severity: string;
  count: number;
  readonly places: string[];
}

interface Sample {
  readonly shown: Finding[];
  count: number;
}

/** The job summary: what decided first, then each scan, then what changed. */
export function summarize(told: Findings, summary: Summary): void {
  const { verdict, baseline, counts } = told;
  const gathered = gather(told);
  const sign = { pass: '✅', block: '❌', incomplete: '❌' }[verdict];
  summary.heading(
    `${sign} ${verdict}${counts.blocking > 0 ? `: ${counted(counts.blocking, 'finding')} to act on` : ''}`,
  );
  summary.paragraph(sentence(told));
  if (!baseline) summary.paragraph([bold('No baseline'), ' was given, so every finding counts as new.']);
  closed(gathered, summary);
  decided(told, gathered, summary);
  scans(told, summary);
  numbers(told, summary);
  acceptance(told, summary);
  folded('What blocks', gathered.blocking, summary);
  if (baseline) folded('New and open', gathered.opened, summary);
  folded('Fixed', gathered.fixed, summary);
  folded('Absent: gone, but a scan that reported it did not run whole', gathered.absent, summary);
}

function gather(told: Findings): Gathered {
  const deciding = new Map<string, Deciding>();
  const [newlyClosed, blocking, opened, fixed, absent] = [sample(), sample(), sample(), sample(), sample()];
  for (const finding of told.findings()) {
    const { state, fate, blocks } = finding;
    if (finding.newlyClosed) take(newlyClosed, finding);
    if (blocks) {
      take(blocking, finding);
      decide(deciding, finding, blocks);
    }
    if (state === 'new' && fate === 'open') take(opened, finding);
    if (state === 'fixed') take(fixed, finding);
    if (state === 'absent') take(absent, finding);
  }
  return { deciding, newlyClosed, blocking, opened, fixed, absent };
}

function sample(): Sample {
  return { shown: [], count: 0 };
}

function take(sample: Sample, finding: Finding): void {
  sample.count += 1;
  if (sample.shown.length < LONGEST_TABLE) sample.shown.push(finding);
}

function decide(deciding: Map<string, Deciding>, finding: Finding, why: Blocking): void {
  const { rule, severity, results } = finding;
  const tools = [...new Set(results.map(({ tool }) => tool))].join(', ');
  const key = JSON.stringify([rule, tools, why, severity]);
  const entry = deciding.get(key) ?? { rule, tools, why, severity, count: 0, places: [] };
  entry.count += 1;
  if (entry.places.length < MOST_PLACES) entry.places.push(placeOf(finding));
  deciding.set(key, entry);
}

/** What this run is the first not to count, though it is there: a reviewer must see it before anything else. */
function closed({ newlyClosed }: Gathered, summary: Summary): void {
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

function decided(told: Findings, { deciding }: Gathered, summary: Summary): void {
  if (deciding.size === 0) return;
  const all = [...deciding.values()];
  summary.paragraph(bold('What decided'));
  summary.table(
    ['Rule', 'Tool', 'Findings', 'Severity', 'Why', 'Where'],
    all
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
  if (all.length > LONGEST_TABLE) summary.paragraph(`and ${counted(all.length - LONGEST_TABLE, 'rule')} more.`);
}

function placesIn(places: readonly string[], count: number): Text {
  const shown = places
    .filter((place) => place !== '')
    .flatMap((place, index) => [index > 0 ? ', ' : '', code(cut(place))]);
  return count > places.length ? [...shown, `, and ${(count - places.length).toLocaleString('en-US')} more`] : shown;
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
  const said = others.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString('en-US')} ${word}`);
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
  summary.details(`${label} (${found.count.toLocaleString('en-US')})`, (inner) => {
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
  if (left > 0)
    summary.paragraph([bold(`${left.toLocaleString('en-US')} more`), ' are in the files that the outputs name.']);
}

/** Text from outside may be of any length, and a cell has one line. */
function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_CELL ? `${line.slice(0, LONGEST_CELL - 1)}…` : line;
}
