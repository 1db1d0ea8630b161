import { KINDS, SEVERITIES, type SeverityWord } from '@actions-aws/findings';
import type { Aggregated, Time } from '../aggregate.ts';
import type { Acceptance as Entry } from '../gate/acceptance.ts';
import { reasonInWords } from '../gate/decisions.ts';
import type { Judgement } from '../gate/judgement.ts';
import type { Settings } from '../gate/settings.ts';
import { rankOf } from '../gate/severity.ts';
import type { Rows, Words } from '../store/rows.ts';
import type { Table } from '../store/table.ts';
import type { Acceptance, Counts, Finding, Findings, ResultOfFinding, ScanReport } from './document.ts';

/** Results of one time, as they are told of: those of today, or the baseline's. */
interface Results {
  readonly rows: Rows;
  /** The name of a scan by its number. */
  scan(number: number): string;
  /** What rows do not have. */
  texts(row: number): Texts;
}

/** What is kept of a result beside its row. */
interface Texts {
  readonly message: string;
  readonly helpUri?: string;
  readonly version?: string;
  readonly fixed?: string;
  /** Why an aggregate that is read says that it is not open. */
  readonly reason?: string;
}

function toldOf(
  judgement: Judgement,
  {
    settings,
    scans,
    today,
    before,
  }: {
    readonly settings: Settings;
    readonly scans: readonly ScanReport[];
    readonly today: Results;
    readonly before: Results | undefined;
  },
): Findings {
  const { verdict, blocking, compared } = judgement;
  const order = worstFirst(judgement, today, before);
  const closed = new Set(Object.values(judgement.newly).flatMap((findings) => [...findings]));
  const { failOn, failOnNew, unknownAs, kinds } = settings;
  return {
    verdict,
    block: blocking > 0,
    settings: { failOn, failOnNew, ...(unknownAs !== undefined && { unknownAs }), kinds },
    baseline: compared,
    scans,
    counts: countsOf(judgement, today.rows.length),
    acceptance: acceptanceOf(judgement),
    findings: readOnce(order.length, function* () {
      for (const finding of order) yield findingOf(finding, judgement, closed.has(finding), today, before);
    }),
  };
}

function countsOf({ count, blocking }: Judgement, results: number): Counts {
  const bySeverity = (which: Parameters<typeof count>[0]) =>
    Object.fromEntries(
      SEVERITIES.map((severity) => [severity, present((state) => count({ ...which, severity, state, fate: 'open' }))]),
    ) as Record<SeverityWord, number>;
  return {
    results,
    open: present((state) => count({ state, fate: 'open' })),
    suppressed: present((state) => count({ state, fate: 'suppressed' })),
    accepted: present((state) => count({ state, fate: 'accepted' })),
    excluded: present((state) => count({ state, fate: 'excluded' })),
    blocking,
    new: count({ state: 'new', fate: 'open' }),
    fixed: count({ state: 'fixed' }),
    absent: count({ state: 'absent' }),
    severities: bySeverity({}),
    kinds: Object.fromEntries(KINDS.map((kind) => [kind, bySeverity({ kind })])) as Counts['kinds'],
  };
}

/** Over the states of what is reported today. */
function present(count: (state: 'new' | 'unchanged' | 'updated') => number): number {
  return count('new') + count('unchanged') + count('updated');
}

function acceptanceOf({ expired, unused }: Judgement): Acceptance {
  return { expired: expired.map(({ entry }) => entryInWords(entry)), unused: unused.map(entryInWords) };
}

function entryInWords({ at, what, owner, expiry, reason }: Entry): string {
  return `\`accept${at}\`: ${acceptedInWords(what)}, of ${owner}, until ${expiry}: ${reason}`;
}

function acceptedInWords(what: Entry['what']): string {
  if (what.by === 'identity') return `finding ${what.identity}`;
  return what.by === 'place' ? `${what.rule} in ${what.path}` : `${what.advisory} in ${what.package.name}`;
}

/** So many findings are kept from the first report for the next ones: each is read from disk. */
const MOST_KEPT = 50_000;

/** The findings as they are read the first time, or anew each time where there are too many to keep. */
function readOnce(count: number, read: () => Iterable<Finding>): () => Iterable<Finding> {
  if (count > MOST_KEPT) return read;
  let kept: readonly Finding[] | undefined;
  return () => {
    kept ??= [...read()];
    return kept;
  };
}

/** The findings by number: what blocks, then what is reported today, the worst first; then by place. */
function worstFirst({ findings }: Judgement, today: Results, before: Results | undefined): Uint32Array {
  const { length } = findings;
  const rank = new Float64Array(length);
  const path = new Uint32Array(length);
  const line = new Uint32Array(length);
  const [todayWords, pastWords] = [ranked(today.rows.words), before && ranked(before.rows.words)];
  for (let finding = 0; finding < length; finding += 1) {
    const state = findings.state(finding);
    const gone = state === 'absent' ? 1 : state === 'fixed' ? 2 : 0;
    const isOpen = findings.fate(finding) === 'open';
    const severity = SEVERITIES.length - rankOf(findings.severity(finding));
    const kind = KINDS.indexOf(findings.kind(finding));
    const blocks = findings.cause(finding) !== undefined;
    rank[finding] = (((blocks ? 0 : 1) * 3 + gone) * 2 + (isOpen ? 0 : 1)) * 100 + severity * 10 + kind;
    const [row = 0] = findings.rows(finding);
    if (findings.rows(finding).length > 0) {
      path[finding] = todayWords(today.rows.path(row) || today.rows.target(row));
      line[finding] = today.rows.line(row);
    } else if (before && pastWords) {
      const [past = 0] = findings.past(finding);
      path[finding] = pastWords(before.rows.path(past) || before.rows.target(past));
      line[finding] = before.rows.line(past);
    }
  }
  const at = (column: ArrayLike<number>, finding: number): number => column[finding] ?? 0;
  return Uint32Array.from({ length }, (_, finding) => finding).sort(
    (a, b) => at(rank, a) - at(rank, b) || at(path, a) - at(path, b) || at(line, a) - at(line, b) || a - b,
  );
}

/** The place of each word in their order as texts. */
function ranked(words: Words): (word: number) => number {
  const order = Uint32Array.from({ length: words.length }, (_, word) => word);
  const texts = [...order].map((word) => words.text(word));
  order.sort((a, b) => compare(texts[a] ?? '', texts[b] ?? ''));
  const place = new Uint32Array(words.length);
  for (const [index, word] of order.entries()) place[word] = index;
  return (word) => place[word] ?? 0;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function findingOf(
  finding: number,
  { findings, fate: fateOf, reason: reasonOf }: Judgement,
  newlyClosed: boolean,
  today: Results,
  before: Results | undefined,
): Finding {
  const own = findings.rows(finding);
  const isToday = own.length > 0 || before === undefined;
  const from = isToday ? today : before;
  const results = [...(isToday ? own : findings.past(finding))]
    .map((row) => {
      const texts = from.texts(row);
      const fate = isToday ? fateOf(row) : (from.rows.toldFate(row) ?? 'open');
      const reason = isToday ? reasonInWords(reasonOf(row)) : '';
      return { row, texts, result: resultOf(row, from, texts, fate, reason || (texts.reason ?? '')) };
    })
    .sort((a, b) => leading(a.result, b.result) || a.row - b.row);
  const [lead] = results;
  if (!lead) throw new Error(`Finding ${findings.identity(finding)} has no result.`);
  const { result, texts, row } = lead;
  const cause = findings.cause(finding);
  const fate = findings.fate(finding);
  const { rows } = from;
  const word = (number: number) => rows.words.text(number);
  const named = rows.packages[rows.package(row)];
  return {
    identity: findings.identity(finding),
    kind: findings.kind(finding),
    severity: findings.severity(finding),
    state: findings.state(finding),
    fate,
    reason: fate === 'open' ? '' : (results.find((one) => one.result.fate === fate)?.result.reason ?? ''),
    newlyClosed,
    ...(cause !== undefined && { blocks: cause }),
    rule: result.rule,
    message: result.message,
    ...(texts.helpUri !== undefined && { help: texts.helpUri }),
    ...(result.path !== undefined && { path: result.path }),
    ...(result.line !== undefined && { line: result.line }),
    ...(named && {
      dependency: {
        package: named.name,
        ...(texts.version !== undefined && { version: texts.version }),
        ...(texts.fixed !== undefined && { fixed: texts.fixed }),
        advisories: word(rows.advisories(row))
          .split(' ')
          .filter((id) => id !== ''),
        target: word(rows.target(row)),
      },
    }),
    results: results.map((one) => one.result),
  };
}

function resultOf(
  row: number,
  { rows, scan }: Results,
  { message }: Texts,
  fate: ResultOfFinding['fate'],
  reason: string,
): ResultOfFinding {
  const word = (number: number) => rows.words.text(number);
  const [said, path, line] = [word(rows.said(row)), word(rows.path(row)), rows.line(row)];
  return {
    scan: scan(rows.scan(row)),
    tool: word(rows.tool(row)),
    rule: word(rows.rule(row)),
    severity: rows.severity(row),
    source: rows.severitySource(row),
    ...(said !== '' && { said }),
    fate,
    reason: fate === 'open' ? '' : reason,
    ...(path !== '' && { path }),
    ...(line > 0 && { line }),
    message,
  };
}

/** The result that speaks for its finding: open, the worst, and then by names, which no order of inputs changes. */
function leading(a: ResultOfFinding, b: ResultOfFinding): number {
  const closed = ({ fate }: ResultOfFinding) => (fate === 'open' ? 0 : 1);
  return (
    closed(a) - closed(b) ||
    rankOf(b.severity) - rankOf(a.severity) ||
    compare(a.scan, b.scan) ||
    compare(a.rule, b.rule) ||
    compare(a.path ?? '', b.path ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    compare(a.message, b.message)
  );
}

/** What a run found out, as reports tell it. */
export function foundIn({ judgement, today, before }: Aggregated, settings: Settings): Findings {
  const perScan = countedByScan(judgement, today.table);
  const scans = today.scans.map(({ name, tool, version, failures, complete, left }, number) => ({
    name,
    tool,
    ...(version !== undefined && { version }),
    results: perScan[number]?.results ?? 0,
    findings: perScan[number]?.findings.size ?? 0,
    complete,
    failures,
    ...(left && { left }),
  }));
  const results = (time: Time): Results => ({
    rows: time.table,
    scan: (number) => time.scans[number]?.name ?? '',
    texts: (row) => textsOf(time.table, row),
  });
  scans.sort((a, b) => compare(a.name, b.name));
  return toldOf(judgement, { settings, scans, today: results(today), before: before && results(before) });
}

function countedByScan({ findingOf }: Judgement, rows: Rows) {
  const scans: { results: number; readonly findings: Set<number> }[] = [];
  for (let row = 0; row < rows.length; row += 1) {
    if (rows.toldState(row) === 'absent') continue;
    const scan = scans[rows.scan(row)] ?? { results: 0, findings: new Set() };
    scans[rows.scan(row)] = scan;
    scan.results += 1;
    scan.findings.add(findingOf(row));
  }
  return scans;
}

function textsOf(table: Table, row: number): Texts {
  const { mark, result } = table.stored(row);
  const { id, summary, helpUri } = table.ruleOf(row);
  const { subject } = mark;
  const reason = table.words.text(table.toldReason(row));
  return {
    message: result.message.text ?? summary ?? id,
    ...(helpUri !== undefined && { helpUri }),
    ...(subject.kind === 'dependency' && subject.version !== undefined && { version: subject.version }),
    ...(subject.kind === 'dependency' && subject.fixed !== undefined && { fixed: subject.fixed }),
    ...(reason !== '' && { reason }),
  };
}
