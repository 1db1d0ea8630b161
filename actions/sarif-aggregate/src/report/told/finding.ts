import { reasonInWords } from '../../gate/decisions.ts';
import type { Judgement } from '../../gate/judgement.ts';
import { rankOf } from '../../gate/severity.ts';
import type { Fate, Rows } from '../../store/rows.ts';
import type { Table } from '../../store/table.ts';
import type { Texts } from '../../store/texts.ts';
import type { Finding, ResultOfFinding } from '../document.ts';

/** Results of one time, as they are told of: those of today, or the baseline's. */
export interface Results {
  readonly table: Table;
  /** The name of a scan by its number. */
  scan(number: number): string;
}

/** Gives the texts of a row: of the rows of findings, one after the other, as {@link rowsOf} has them. */
export type TextsOf = (from: Results, row: number) => Texts;

/** The rows of a finding, and whether they are of today; those of what only the baseline has are of it. */
export function rowsOf(
  finding: number,
  { findings }: Judgement,
  before: Results | undefined,
): { readonly rows: Uint32Array; readonly isToday: boolean } {
  const rows = findings.rows(finding);
  return rows.length > 0 || !before ? { rows, isToday: true } : { rows: findings.past(finding), isToday: false };
}

/** Fields are set one by one, and in the order of the JSON document: there may be half a million. */
type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** A result, with what speaks for its finding where it is the first. */
interface Told {
  readonly row: number;
  readonly texts: Texts;
  readonly result: ResultOfFinding;
}

/** Tells of a finding all that reports say. */
export function findingOf(
  finding: number,
  judgement: Judgement,
  newlyClosed: boolean,
  { rows, isToday }: ReturnType<typeof rowsOf>,
  from: Results,
  textsOf: TextsOf,
): Finding {
  const { findings } = judgement;
  const told: Told[] = [];
  for (const row of rows) {
    const texts = textsOf(from, row);
    const fate = isToday ? judgement.fate(row) : (from.table.toldFate(row) ?? 'open');
    const reason = fate === 'open' ? '' : reasonOf(row, isToday ? judgement : undefined, from.table);
    told.push({ row, texts, result: resultOf(row, from, texts, fate, reason) });
  }
  if (told.length > 1) told.sort((a, b) => leading(a.result, b.result) || a.row - b.row);
  const [lead] = told;
  if (!lead) throw new Error(`Finding ${findings.identity(finding)} has no result.`);
  const { result, texts, row } = lead;
  const cause = findings.cause(finding);
  const fate = findings.fate(finding);
  const { helpUri } = from.table.ruleOf(row);
  const one: Partial<Writable<Finding>> = {
    identity: findings.identity(finding),
    kind: findings.kind(finding),
    severity: findings.severity(finding),
    state: findings.state(finding),
    fate,
    reason: fate === 'open' ? '' : (told.find((its) => its.result.fate === fate)?.result.reason ?? ''),
    newlyClosed,
  };
  if (cause !== undefined) one.blocks = cause;
  one.rule = result.rule;
  one.message = result.message;
  if (helpUri !== undefined) one.help = helpUri;
  if (result.path !== undefined) one.path = result.path;
  if (result.line !== undefined) one.line = result.line;
  const dependency = dependencyOf(row, from.table, texts);
  if (dependency) one.dependency = dependency;
  one.results = told.map((its) => its.result);
  return one as Finding;
}

function reasonOf(row: number, judgement: Judgement | undefined, table: Table): string {
  return (judgement ? reasonInWords(judgement.reason(row)) : '') || table.words.text(table.toldReason(row));
}

function resultOf(
  row: number,
  { table, scan }: Results,
  { message }: Texts,
  fate: Fate,
  reason: string,
): ResultOfFinding {
  const { words } = table;
  const [said, path, line] = [table.said(row), table.path(row), table.line(row)];
  const result: Partial<Writable<ResultOfFinding>> = {
    scan: scan(table.scan(row)),
    tool: words.text(table.tool(row)),
    rule: words.text(table.rule(row)),
    severity: table.severity(row),
    source: table.severitySource(row),
  };
  if (said !== 0) result.said = words.text(said);
  result.fate = fate;
  result.reason = reason;
  if (path !== 0) result.path = words.text(path);
  if (line > 0) result.line = line;
  result.message = message;
  return result as ResultOfFinding;
}

function dependencyOf(row: number, rows: Rows, { version, fixed }: Texts): Finding['dependency'] {
  const named = rows.packages[rows.package(row)];
  if (!named) return undefined;
  const ids = rows.words.text(rows.advisories(row));
  return {
    package: named.name,
    ...(version !== undefined && { version }),
    ...(fixed !== undefined && { fixed }),
    advisories: ids === '' ? [] : ids.split(' '),
    target: rows.words.text(rows.target(row)),
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

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
