import { FINGERPRINT } from '@actions-aws/findings';
import { PARTS, writeGuid } from '../identity/identity.ts';
import { type Gathered, gathering } from '../store/gathered.ts';
import type { Memory } from '../store/memory.ts';
import { STATES, type State } from '../store/rows.ts';
import type { FilledSpill } from '../store/spill.ts';
import { BEFORE_MARK } from '../store/spilled.ts';
import { inWindows, type Spot } from '../store/window.ts';
import type { Contents } from './contents.ts';
import type { Decision } from './decision.ts';
import { type Entries, readingOf } from './entries.ts';
import { inOrder } from './order.ts';

const LINE_FEED = 0x0a;
const COMMA = 0x2c;

/**
 * The aggregate as SARIF, in pieces, each good until the next is asked for: the same bytes for the same results, however they came and in any order. Each result is on
 * a line of its own.
 *
 * @param spill has all its results.
 * @param window bytes of them that are held at once.
 */
export function* aggregateSarif(
  contents: Contents,
  spill: FilledSpill,
  memory: Memory,
  window?: number,
): Generator<Uint8Array> {
  const { runs, decisions, end } = contents;
  const entries = readingOf(contents.entries);
  const order = inOrder(entries, decisions, spill, memory);
  const spots = inWindows(spill, order.map(entries.spilled), { memory, ...(window !== undefined && { window }) });
  const out = gathering();
  const writeResult = resultWriter(contents, entries, out);
  out.text('{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[');
  let at = 0;
  for (const [place, { opening, closing }] of runs.entries()) {
    out.text(`${place === 0 ? '' : ','}\n${opening}`);
    for (let first = true; at < order.length && entries.run(order[at]!) === place; at += 1, first = false) {
      const { value } = spots.next();
      if (!first) out.byte(COMMA);
      out.byte(LINE_FEED);
      writeResult(order[at]!, value as Spot);
      if (out.isFull) yield out.take();
    }
    out.text(closing);
    if (out.isFull) yield out.take();
  }
  out.text(end);
  yield out.take();
}

/** Adds what was decided to what was spilled. Most results are open and have neither fingerprints nor suppressions: they are few pieces. */
function resultWriter({ decisions, identities }: Contents, { finding, decision }: Entries, out: Gathered) {
  const tails: (Buffer | undefined)[] = [];
  const tailOf = (number: number): Buffer => {
    const tail = tails[number] ?? Buffer.from(`"},${beforeRest(decisions[number]!)}`);
    tails[number] = tail;
    return tail;
  };
  return (entry: number, { bytes, start, end }: Spot): void => {
    const identity = finding(entry) * PARTS;
    const number = decision(entry);
    const decided = decisions[number]!;
    writeBytes(out, HEADS[decided.state]);
    writeGuid(identities, identity, out);
    writeBytes(out, BEFORE_IDENTITY);
    out.hex(identities, identity, identity + PARTS);
    if (bytes[start] === LINE_FEED && bytes[start + 1] === LINE_FEED && decided.suppression === '') {
      writeBytes(out, tailOf(number));
      out.bytes(bytes, start + 2, end);
      return;
    }
    const endOfFingerprints = bytes.indexOf(LINE_FEED, start);
    const endOfSuppressions = bytes.indexOf(LINE_FEED, endOfFingerprints + 1);
    const hasSuppressions = endOfSuppressions > endOfFingerprints + 1;
    out.text('"');
    if (endOfFingerprints > start) out.text(',');
    out.bytes(bytes, start, endOfFingerprints);
    out.text('},');
    if (decided.suppression !== '' || hasSuppressions) {
      out.text(`"suppressions":[${decided.suppression}`);
      if (decided.suppression !== '' && hasSuppressions) out.text(',');
      out.bytes(bytes, endOfFingerprints + 1, endOfSuppressions);
      out.text('],');
    }
    out.text(beforeRest(decided));
    out.bytes(bytes, endOfSuppressions + 1, end);
  };
}

/** What stands before the GUID, by state, and between it and the identity. */
const HEADS = Object.fromEntries(
  STATES.map((state) => [state, Buffer.from(`{"baselineState":"${state}","correlationGuid":"`)]),
) as Record<State, Buffer>;
const BEFORE_IDENTITY = Buffer.from(`","fingerprints":{"${FINGERPRINT}":"`);

/** What stands before the rest of what is spilled, behind fingerprints and suppressions. */
function beforeRest({ mark }: Decision): string {
  return `${BEFORE_MARK}${mark},`;
}

function writeBytes(out: Gathered, bytes: Buffer): void {
  out.bytes(bytes, 0, bytes.length);
}
