import type { Gathered } from '../../store/gathered.ts';
import type { Counts, Finding, Plain, Told } from '../document.ts';

/** How a file has one finding. */
export interface Form {
  /** All of it. */
  text(finding: Finding): string;
  /** What {@link text} makes of the message and of a path by themselves. */
  message(text: string): string;
  path(text: string): string;
  /** Writes what {@link message} gives. */
  writeMessage(plain: Plain, out: Gathered): void;
}

/** Stand-ins for what plain findings that are otherwise alike differ in. What happens to have them of its own is written whole. */
const [IDENTITY, MESSAGE, PATH] = ['identity of a finding', 'message of a finding', 'path of a finding'];
const LINE = 2_147_483_629;

/** Which of them a piece is followed by. */
const [OF_NOTHING, OF_IDENTITY, OF_MESSAGE, OF_PATH, OF_LINE] = [0, 1, 2, 3, 4];

/** The text between what is different, each with the number of what follows it; nothing follows the last. */
interface Pattern {
  readonly pieces: readonly string[];
  readonly slots: readonly number[];
}

/** Findings from which on there are patterns: of fewer, they take more time than they save. */
const MANY = 40_000;

/** Patterns and paths that are kept: a few thousand are all that most runs have. */
const MOST_PATTERNS = 4096;
const MOST_PATHS = 16_384;
const MOST_SEEN = 65_536;

/**
 * Writes findings one by one in a form. Of many plain ones that are alike the second is taken apart, by writing it with stand-ins, and all
 * that follow are put together from its pieces: a tenth of the work, and the same bytes.
 *
 * @param counts how many there are.
 */
export function patternsOf(form: Form, counts: Counts): (told: Told, out: Gathered) => void {
  const { open, suppressed, accepted, excluded, fixed, absent } = counts;
  if (open + suppressed + accepted + excluded + fixed + absent < MANY)
    return (told, out) => out.text(form.text(told.finding()));
  let seen = new Set<number>();
  let patterns = newPieces();
  let paths = newPieces();

  const patternFor = (told: Told, { like, path, line }: Plain): number => {
    const known = patterns.find(like);
    if (known !== UNKNOWN) return known;
    if (!seen.has(like)) {
      if (seen.size >= MOST_SEEN) seen = new Set();
      seen.add(like);
      return UNKNOWN;
    }
    if (patterns.size >= MOST_PATTERNS) patterns = newPieces();
    return patterns.add(like, patternOf(told.finding(), form, path !== 0, line !== 0));
  };
  /** Neighbours mostly have the same path, and many a form has it twice. */
  let last = { path: -1, piece: 0 };
  const writePath = (plain: Plain, out: Gathered): void => {
    if (plain.path !== last.path) {
      let piece = paths.find(plain.path);
      if (piece < 0) {
        if (paths.size >= MOST_PATHS) paths = newPieces();
        piece = paths.add(plain.path, { pieces: [form.path(plain.pathText())], slots: [] });
      }
      last = { path: plain.path, piece };
    }
    paths.write(last.piece, out);
  };
  return (told, out) => {
    const { plain } = told;
    const pattern = plain ? patternFor(told, plain) : UNKNOWN;
    if (!plain || pattern < 0) {
      out.text(form.text(told.finding()));
      return;
    }
    for (let at = pattern; ; at += 1) {
      patterns.write(at, out);
      const slot = patterns.slot(at);
      if (slot === OF_IDENTITY) plain.writeIdentity(out);
      else if (slot === OF_MESSAGE) form.writeMessage(plain, out);
      else if (slot === OF_PATH) writePath(plain, out);
      else if (slot === OF_LINE) out.number(plain.line);
      else return;
    }
  };
}

/** In place of a pattern: of a finding that has none, and of one that is not known. */
const NONE = -1;
const UNKNOWN = -2;

/** Pieces of texts by number, all in one place of the memory: they are read in no order, millions of times. */
interface Pieces {
  /** Texts that are known. */
  readonly size: number;
  /** The number of a text's first piece; those behind it follow. */
  find(key: number): number;
  add(key: number, pattern: Pattern | undefined): number;
  write(piece: number, out: Gathered): void;
  /** What follows a piece; of the last of a text something that is none of these. */
  slot(piece: number): number;
}

function newPieces(): Pieces {
  const first = new Map<number, number>();
  let bytes = Buffer.allocUnsafeSlow(64 * 1024);
  let length = 0;
  /** Of each piece where it starts, where it ends, and what follows. */
  let facts = new Uint32Array(1024);
  let count = 0;
  const addPiece = (text: string, slot: number): void => {
    const end = length + Buffer.byteLength(text);
    if (end > bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * end);
      bytes.copy(larger, 0, 0, length);
      bytes = larger;
    }
    if (3 * (count + 1) > facts.length) {
      const more = new Uint32Array(2 * facts.length);
      more.set(facts);
      facts = more;
    }
    bytes.write(text, length);
    facts[3 * count] = length;
    facts[3 * count + 1] = end;
    facts[3 * count + 2] = slot;
    length = end;
    count += 1;
  };
  return {
    get size() {
      return first.size;
    },
    find: (key) => first.get(key) ?? UNKNOWN,
    add(key, pattern) {
      const found = pattern ? count : NONE;
      first.set(key, found);
      for (const [nth, piece] of pattern?.pieces.entries() ?? []) addPiece(piece, pattern?.slots[nth] ?? OF_NOTHING);
      return found;
    },
    write(piece, out) {
      out.bytes(bytes, facts[3 * piece]!, facts[3 * piece + 1]!);
    },
    slot: (piece) => facts[3 * piece + 2]!,
  };
}

/** Undefined where what stands in is there already. */
function patternOf(finding: Finding, form: Form, hasPath: boolean, hasLine: boolean): Pattern | undefined {
  const standIns = [IDENTITY, form.message(MESSAGE), form.path(PATH), String(LINE)];
  const own = form.text(finding);
  if (standIns.some((standIn) => own.includes(standIn))) return undefined;
  const open = { message: MESSAGE, ...(hasPath && { path: PATH }), ...(hasLine && { line: LINE }) };
  const results = finding.results.map((result) => ({ ...result, ...open }));
  const text = form.text({ ...finding, identity: IDENTITY, ...open, results });
  const pieces: string[] = [];
  const slots: number[] = [];
  for (let from = 0; ; ) {
    const [slot, at] = firstOf(text, standIns, from);
    pieces.push(text.slice(from, at));
    if (slot < 0) break;
    slots.push(OF_IDENTITY + slot);
    from = at + standIns[slot]!.length;
  }
  return { pieces, slots };
}

function firstOf(text: string, standIns: readonly string[], from: number): readonly [slot: number, at: number] {
  let [slot, at] = [-1, text.length];
  for (const [index, standIn] of standIns.entries()) {
    const found = text.indexOf(standIn, from);
    if (found >= 0 && found < at) [slot, at] = [index, found];
  }
  return [slot, at];
}
