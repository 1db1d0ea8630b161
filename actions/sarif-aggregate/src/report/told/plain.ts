import type { Judgement } from '../../gate/judgement.ts';
import { CAUSES } from '../../gate/settings.ts';
import { gathering } from '../../store/gathered.ts';
import { STATES } from '../../store/rows.ts';
import type { Table } from '../../store/table.ts';
import type { Spot } from '../../store/window.ts';
import type { Finding, Plain, Told } from '../document.ts';

/** Tells plain findings: those with one result of today that is open, and of no dependency. */
export interface PlainFindings {
  is(finding: number): boolean;
  /** Good until the next. */
  of(finding: number, message: Spot): Told;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/**
 * Of a judgement of the rows of a table.
 *
 * @param wholeOf all that reports say of one.
 */
export function newPlain(
  judgement: Judgement,
  table: Table,
  wholeOf: (finding: number, message: Spot) => Finding,
): PlainFindings {
  const { findings } = judgement;
  // One object for all: there are half a million of them.
  let its = 0;
  let whole: Finding | undefined;
  const digits = gathering(256);
  let identity: Buffer | undefined;
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
      if (!identity) {
        findings.writeIdentity(its, digits);
        identity = digits.take();
      }
      out.bytes(identity, 0, identity.length);
    },
  };
  const told: Told = {
    plain,
    finding() {
      whole ??= wholeOf(its, plain.message);
      return whole;
    },
  };
  const facts = factsOf(judgement, table);
  return {
    is: (finding) => facts[FACTS * finding] !== 0,
    of(finding, message) {
      const at = FACTS * finding;
      const decided = facts[at + DECIDED]!;
      plain.like = facts[at]!;
      plain.state = STATES[decided >>> 8] ?? 'new';
      plain.blocks = CAUSES[(decided & 0xff) - 1];
      plain.message = message;
      plain.path = facts[at + PATH]!;
      plain.line = facts[at + LINE]!;
      its = finding;
      whole = undefined;
      identity = undefined;
      return told;
    },
  };
}

/** What {@link factsOf} gives of each finding. */
const FACTS = 4;
const [PATH, LINE, DECIDED] = [1, 2, 3];

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
    const [state, cause] = [STATES.indexOf(findings.state(finding)), findings.cause(finding)];
    const why = cause === undefined ? 0 : CAUSES.indexOf(cause) + 1;
    const [path, line] = [table.path(row), table.line(row)];
    // What a finding is follows from the sort of its one result, from its state, and from why it blocks.
    const place = (path === 0 ? 0 : 2) + (line === 0 ? 0 : 1);
    const at = FACTS * finding;
    facts[at] = 1 + ((table.sort(row) * 4 + place) * STATES.length + state) * (CAUSES.length + 1) + why;
    facts[at + PATH] = path;
    facts[at + LINE] = line;
    facts[at + DECIDED] = (state << 8) | why;
  }
  return facts;
}
