import type { NormalResult, Subject } from '@actions-aws/findings';
import type { Decisions } from '../../src/gate/decisions.ts';
import { PARTS } from '../../src/identity/identity.ts';
import type { Row } from '../../src/store/rows.ts';
import { newStore, type Store } from '../../src/store/store.ts';
import { aggregateSarif } from '../../src/write/aggregate-sarif.ts';
import { type Aggregate, contentsOf, type ScanToWrite } from '../../src/write/contents.ts';

/** A result as it is read, in a few words; the rest follows. */
export interface Given {
  readonly scan: string;
  readonly rule: string;
  readonly path?: string;
  readonly line?: number;
  readonly message?: string;
  readonly subject?: Subject;
  readonly sarif?: Partial<NormalResult['sarif']>;
  readonly told?: Row['told'];
  readonly toldReason?: string;
  readonly lineHash?: string;
  /** The tool's reason for suppressing it. */
  readonly toolSays?: string;
}

/** What a result is besides its row. */
export function resultOf(given: Given): NormalResult {
  const { rule, path, line, message = `What ${rule} says`, subject = { kind: 'code' }, sarif, toolSays } = given;
  const region = line === undefined ? {} : { region: { startLine: line } };
  return {
    tool: 'Scanner',
    kind: subject.kind,
    severity: { word: 'high', source: 'level', said: 'error' },
    ...(path !== undefined && { place: { path, ...(line !== undefined && { line }) } }),
    subject,
    ...(toolSays !== undefined && { suppressed: { by: 'tool', reason: toolSays } }),
    rule: { id: rule, summary: `Rule ${rule}` },
    sarif: {
      ruleId: rule,
      level: 'error',
      message: { text: message },
      ...(path !== undefined && { locations: [{ physicalLocation: { artifactLocation: { uri: path }, ...region } }] }),
      ...sarif,
    },
  };
}

/** Its row. */
export function rowOf(given: Given, scan: number): Row {
  const { rule, path, line, lineHash, toolSays, told } = given;
  const { kind, severity, tool } = resultOf(given);
  return {
    scan,
    kind,
    severity,
    tool,
    rule,
    ...(path !== undefined && { path }),
    ...(line !== undefined && { line }),
    ...(lineHash !== undefined && { lineHash }),
    ...(toolSays !== undefined && { suppressed: toolSays }),
    ...(told && { told }),
  };
}

/** A scan that ran whole. */
export function scanOf(name: string): ScanToWrite {
  return { name, tool: 'Scanner', version: '1.2.3', complete: true, failures: [] };
}

/** Puts results into a store, with their scans numbered as they come. */
export function fill(store: Store, today: readonly Given[], before: readonly Given[] = []) {
  const names = {
    today: [...new Set(today.map(({ scan }) => scan))],
    before: [...new Set(before.map(({ scan }) => scan))],
  };
  for (const given of today)
    store.today.add(rowOf(given, names.today.indexOf(given.scan)), resultOf(given), given.toldReason);
  for (const given of before) {
    store.before.add(rowOf(given, names.before.indexOf(given.scan)), resultOf(given), given.toldReason);
  }
  return { scans: names.today.map(scanOf), scansBefore: names.before.map(scanOf) };
}

type Facts = Partial<Pick<Decisions, 'state' | 'fate' | 'reason' | 'cause'>>;

/** Findings by rule, path and line: enough for a writer that does not ask what a finding is. */
export function decide(store: Store, facts: Facts = {}): Decisions {
  const { today, before, words } = store;
  const keyOf = (of: typeof today, row: number) =>
    JSON.stringify([words.text(of.rule(row)), words.text(of.path(row)), of.line(row)]);
  const rowsOf = (of: typeof today) => Array.from({ length: of.length }, (_, row) => row);
  const keys = [
    ...new Set([...rowsOf(today).map((row) => keyOf(today, row)), ...rowsOf(before).map((row) => keyOf(before, row))]),
  ];
  keys.sort();
  return {
    findingOf: (row) => keys.indexOf(keyOf(today, row)),
    rank: (finding) => finding,
    // The number of a finding is all that tells it.
    identities: Uint32Array.from({ length: keys.length * PARTS }, (_, at) =>
      at % PARTS === PARTS - 1 ? Math.floor(at / PARTS) : 0,
    ),
    state: () => 'new',
    fate: () => 'open',
    reason: () => '',
    cause: () => undefined,
    carried: () => rowsOf(before).map((row) => [keys.indexOf(keyOf(before, row)), row] as const),
    ...facts,
  };
}

/** The aggregate of results, as text. */
export function written(
  folder: string,
  today: readonly Given[],
  before: readonly Given[] = [],
  facts: (store: Store) => Facts = () => ({}),
): string {
  const store = newStore(folder);
  try {
    const scans = fill(store, today, before);
    const decided = decide(store, facts(store));
    return sarifOf({ store, decided, verdict: 'pass', aliases: [], ...scans });
  } finally {
    store.remove();
  }
}

/** The aggregate as one text: its pieces are each good until the next is asked for. */
export function sarifOf(aggregate: Aggregate): string {
  const { spill, memory } = aggregate.store;
  const pieces = aggregateSarif(contentsOf(aggregate), spill, memory);
  return Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece))).toString('utf8');
}
