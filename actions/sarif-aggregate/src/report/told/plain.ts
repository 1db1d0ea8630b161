import type { Judgement } from '../../gate/judgement.ts';
import { CAUSE_BY_NUMBER, type Cause } from '../../gate/settings.ts';
import { gathering } from '../../store/gathered.ts';
import { STATES, type State } from '../../store/rows.ts';
import type { Table } from '../../store/table.ts';
import type { Spot } from '../../store/window.ts';
import type { Finding, Plain, Told } from '../document.ts';

/** Tells plain findings: those with one result of today that is open, and of no dependency. */
export interface PlainFindings {
  /** The number of what is spilled of its result; undefined for a finding that is not plain. */
  spilled(finding: number): number | undefined;
  /** Of one by its place in the order. They are asked in turn. */
  is(nth: number): boolean;
  /** Good until the next. */
  of(nth: number, message: Spot): Told;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/**
 * Of a judgement of the rows of a table.
 *
 * @param order in which all findings are told.
 * @param wholeOf all that reports say of one.
 */
export function newPlain(
  judgement: Judgement,
  table: Table,
  order: Uint32Array,
  wholeOf: (finding: number, message: Spot) => Finding,
): PlainFindings {
  const { findings } = judgement;
  // One object for all: there are half a million of them.
  let its = 0;
  let whole: Finding | undefined;
  const plain: Writable<Plain> = {
    like: 0,
    state: 'new',
    blocks: undefined,
    message: { bytes: Buffer.alloc(0), start: 0, end: 0 },
    path: 0,
    line: 0,
    messageText: () => JSON.parse(plain.message.bytes.toString('utf8', plain.message.start, plain.message.end)),
    pathText: () => table.words.text(plain.path),
    writeIdentity(out) {
      out.bytes(identities, identityStart, identityStart + identityBytes);
    },
  };
  const told: Told = {
    plain,
    finding() {
      whole ??= wholeOf(its, plain.message);
      return whole;
    },
  };
  const all = factsOf(judgement, table);
  const facts = new Uint32Array(FACTS * AT_ONCE);
  const digits = gathering();
  let identities = digits.take();
  let identityBytes = 0;
  let identityStart = 0;
  let from = 0;
  let to = 0;
  const fetch = (first: number): void => {
    from = first;
    to = Math.min(order.length, first + AT_ONCE);
    for (let nth = from; nth < to; nth += 1) {
      const its = FACTS * order[nth]!;
      for (let fact = 0; fact < FACTS; fact += 1) facts[FACTS * (nth - from) + fact] = all[its + fact]!;
    }
    findings.writeIdentities(order.subarray(from, to), digits);
    identities = digits.take();
    identityBytes = identities.length / (to - from);
  };
  return {
    spilled: (finding) => (all[FACTS * finding] === 0 ? undefined : all[FACTS * finding + SPILLED]),
    is(nth) {
      if (nth >= to) fetch(nth);
      return facts[FACTS * (nth - from)] !== 0;
    },
    of(nth, message) {
      const at = FACTS * (nth - from);
      const like = facts[at]!;
      plain.like = like;
      plain.state = stateIn(like);
      plain.blocks = causeIn(like);
      plain.message = message;
      plain.path = facts[at + PATH]!;
      plain.line = facts[at + LINE]!;
      its = order[nth]!;
      whole = undefined;
      identityStart = identityBytes * (nth - from);
      return told;
    },
  };
}

/**
 * Findings of which the facts and identities are fetched at once. They are told in no order that memory has: one by one, each would be
 * waited for; so the processor waits for many of them at the same time.
 */
const AT_ONCE = 256;

/** What {@link factsOf} gives of each finding. */
const FACTS = 4;
const [PATH, LINE, SPILLED] = [1, 2, 3];

/**
 * Of each finding its `like`, 0 where it is not plain, and what else is asked of it, side by side: they are worked out in the order in
 * which results are in memory, and told in another.
 */
function factsOf(judgement: Judgement, table: Table): Uint32Array {
  const { findings } = judgement;
  const facts = new Uint32Array(FACTS * findings.length);
  for (let finding = 0; finding < findings.length; finding += 1) {
    if (findings.count(finding) !== 1 || findings.fate(finding) !== 'open') continue;
    const row = findings.row(finding, 0);
    if (table.package(row) !== 0 || judgement.fate(row) !== 'open') continue;
    const state = STATES.indexOf(findings.state(finding));
    const why = CAUSE_BY_NUMBER.indexOf(findings.cause(finding));
    const [path, line] = [table.path(row), table.line(row)];
    // What a finding is follows from the sort of its one result, from its state, and from why it blocks.
    const place = (path === 0 ? 0 : 2) + (line === 0 ? 0 : 1);
    const at = FACTS * finding;
    // Read by `stateIn` and `causeIn`.
    facts[at] = 1 + ((table.sort(row) * 4 + place) * STATES.length + state) * CAUSE_BY_NUMBER.length + why;
    facts[at + PATH] = path;
    facts[at + LINE] = line;
    facts[at + SPILLED] = table.spilled(row);
  }
  return facts;
}

function stateIn(like: number): State {
  return STATES[Math.floor((like - 1) / CAUSE_BY_NUMBER.length) % STATES.length]!;
}

function causeIn(like: number): Cause | undefined {
  return CAUSE_BY_NUMBER[(like - 1) % CAUSE_BY_NUMBER.length];
}
