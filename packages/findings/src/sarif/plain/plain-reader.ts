import type { FilesByUri } from './known-files.ts';
import type { PlainFile, PlainResult, PlainSort } from './plain-result.ts';
import { byText, hashed } from './texts.ts';

/** Reads plain results straight from their bytes, in a fifth of the time that parsing takes. */
export interface PlainReader {
  /**
   * Reads the result that starts somewhere in bytes.
   *
   * @returns where it ends, white space behind it included; -1 where it is not plain or not JSON, which is for `JSON.parse` to say.
   */
  read(bytes: Buffer, start: number): number;
  /** What was read last. */
  readonly result: PlainResult;
}

/** What decides whether a result is plain, by what is read of it. */
export interface PlainFacts {
  /** What results of a rule and level are; undefined where they are not plain. */
  sortOf(ruleId: string, ruleIndex: number | undefined, level: string | undefined): PlainSort | undefined;
  readonly files: FilesByUri;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** Nothing is read past this: it is not plain. */
const NO = -1;

/** Characters that may follow a backslash where `JSON.stringify` would have written the same. */
const escapes = new Uint8Array(256);
for (const character of '"\\bfnrt') escapes[character.charCodeAt(0)] = 1;

const LEVELS: readonly (string | undefined)[] = [undefined, 'none', 'note', 'warning', 'error'];

/** Keys, each with its number: one bit. What is not among them is not plain. */
const RESULT_KEYS = keys('ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints');
const [RULE_ID, RULE_INDEX, LEVEL, MESSAGE, LOCATIONS] = [1, 2, 4, 8, 16];
const TEXT_KEYS = keys('text');
const LOCATION_KEYS = keys('physicalLocation');
const PHYSICAL_KEYS = keys('artifactLocation', 'region');
const [ARTIFACT, REGION] = [1, 2];
const ARTIFACT_KEYS = keys('uri', 'uriBaseId', 'index');
const [URI, BASE, INDEX] = [1, 2, 4];
const REGION_KEYS = keys('startLine', 'startColumn', 'endLine', 'endColumn');
const [START_LINE, START_COLUMN, END_LINE, END_COLUMN] = [1, 2, 4, 8];

function keys(...names: readonly string[]): readonly Buffer[] {
  return names.map((name) => Buffer.from(`"${name}"`));
}

/** For the results of one run. */
export function plainReader({ sortOf, files }: PlainFacts): PlainReader {
  const sorts = byText((ruleId, more) => {
    const index = Math.floor(more / LEVELS.length) - 1;
    return sortOf(ruleId, index < 0 ? undefined : index, LEVELS[more % LEVELS.length]);
  });
  /** Bases are few, and mostly the same as before. */
  let lastBase = '';
  let lastBaseBytes: Buffer = Buffer.alloc(0);

  let bytes: Buffer = Buffer.alloc(0);
  let end = 0;
  let at = 0;
  let number = 0;
  const result = {
    sort: undefined as PlainSort | undefined,
    file: undefined as PlainFile | undefined,
    line: 0,
    column: 0,
    endLine: 0,
    endColumn: 0,
    bytes,
    messageStart: 0,
    messageEnd: 0,
    hashesStart: 0,
    hashesEnd: 0,
  };

  const skipSpace = (): void => {
    while (at < end) {
      const byte = bytes[at]!;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      at += 1;
    }
  };
  /** Passes one character, and the white space before and behind it. */
  const passes = (character: number): boolean => {
    if (bytes[at] !== character) {
      skipSpace();
      if (at >= end || bytes[at] !== character) return false;
    }
    at += 1;
    skipSpace();
    return true;
  };
  /** Passes a text that is as `JSON.stringify` writes it. */
  const passesText = (mayEscape: boolean): boolean => {
    if (bytes[at] !== QUOTE) return false;
    const [from, upTo] = [bytes, end];
    for (let next = at + 1; next < upTo; next += 1) {
      const byte = from[next]!;
      if (byte === QUOTE) {
        at = next + 1;
        return true;
      }
      if (byte < 0x20) return false;
      if (byte !== BACKSLASH) continue;
      next += 1;
      if (!mayEscape || next >= upTo || escapes[from[next]!] === 0) return false;
    }
    return false;
  };
  /** Passes a whole number of at most nine digits. */
  const passesNumber = (): boolean => {
    const first = at;
    let value = 0;
    for (; at < end; at += 1) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 9) break;
      value = 10 * value + digit;
    }
    const length = at - first;
    if (length === 0 || length > 9 || (length > 1 && bytes[first] === 0x30)) return false;
    number = value;
    return true;
  };
  /** Passes a key and its colon, most likely the one that follows the key before. @returns its number; -1 where it is none of these. */
  const key = (known: readonly Buffer[], likely: number): number => {
    for (let nth = likely, left = known.length; left > 0; left -= 1, nth += 1) {
      if (nth === known.length) nth = 0;
      const name = known[nth]!;
      const last = name.length - 1;
      // The first letter and the last quote tell most of them apart.
      if (bytes[at + 1] !== name[1] || bytes[at + last] !== QUOTE) continue;
      let same = 0;
      while (same <= last && bytes[at + same] === name[same]) same += 1;
      if (same <= last) continue;
      at += same;
      return passes(COLON) ? nth : NO;
    }
    return NO;
  };
  /** Passes the members of an object, each at most once, of which all that are needed must be there. */
  const passesObject = (known: readonly Buffer[], needed: number, member: (bit: number) => boolean): boolean => {
    if (!passes(OPEN)) return false;
    let seen = 0;
    for (let likely = 0; ; ) {
      const nth = key(known, likely);
      const bit = 1 << nth;
      if (nth < 0 || (seen & bit) !== 0 || !member(bit)) return false;
      seen |= bit;
      likely = nth + 1;
      if (bytes[at] === COMMA || passesNothingUpTo(COMMA)) {
        passes(COMMA);
        continue;
      }
      return (seen & needed) === needed && passes(CLOSE);
    }
  };
  const passesNothingUpTo = (character: number): boolean => {
    skipSpace();
    return bytes[at] === character && at < end;
  };

  let ruleStart = 0;
  let ruleEnd = 0;
  let ruleIndex = -1;
  let level = 0;
  let uriStart = 0;
  let uriEnd = 0;
  let baseStart = 0;
  let baseEnd = 0;

  const ofText = (): boolean => {
    result.messageStart = at;
    if (!passesText(true)) return false;
    result.messageEnd = at;
    return true;
  };
  const ofRegion = (bit: number): boolean => {
    if (!passesNumber() || number === 0) return false;
    if (bit === START_LINE) result.line = number;
    else if (bit === START_COLUMN) result.column = number;
    else if (bit === END_LINE) result.endLine = number;
    else if (bit === END_COLUMN) result.endColumn = number;
    return true;
  };
  const ofArtifact = (bit: number): boolean => {
    if (bit === INDEX) return passesNumber();
    const start = at + 1;
    if (!passesText(false)) return false;
    if (bit === URI) {
      uriStart = start;
      uriEnd = at - 1;
    } else if (bit === BASE) {
      baseStart = start;
      baseEnd = at - 1;
    }
    return true;
  };
  const ofPhysical = (bit: number): boolean =>
    bit === ARTIFACT ? passesObject(ARTIFACT_KEYS, URI, ofArtifact) : passesObject(REGION_KEYS, START_LINE, ofRegion);
  const ofLocation = (): boolean => passesObject(PHYSICAL_KEYS, ARTIFACT | REGION, ofPhysical);
  /** Names and texts without white space between them, so that they are as they would be written. */
  const passesHashes = (): boolean => {
    result.hashesStart = at;
    if (bytes[at] !== OPEN) return false;
    const firstName = at + 1;
    for (let count = 0; ; count += 1) {
      at += 1;
      const name = at;
      const letter = bytes[at + 1]!;
      // Names that are numbers would be put in order, and one that is there twice would count once.
      if (count > 1 || (letter >= 0x30 && letter <= 0x39)) return false;
      if (!passesText(false) || bytes[at] !== COLON) return false;
      if (count > 0 && bytes.compare(bytes, name, at, firstName, firstName + at - name) === 0) return false;
      at += 1;
      if (!passesText(true)) return false;
      if (bytes[at] === CLOSE) break;
      if (bytes[at] !== COMMA) return false;
    }
    at += 1;
    result.hashesEnd = at;
    return true;
  };
  const ofResult = (bit: number): boolean => {
    if (bit === RULE_ID) {
      ruleStart = at + 1;
      if (!passesText(false)) return false;
      ruleEnd = at - 1;
      return true;
    }
    if (bit === RULE_INDEX) {
      if (!passesNumber()) return false;
      ruleIndex = number;
      return true;
    }
    if (bit === LEVEL) {
      const start = at + 1;
      if (!passesText(false)) return false;
      level = levelIn(bytes, start, at - 1);
      return level > 0;
    }
    if (bit === MESSAGE) return passesObject(TEXT_KEYS, 1, ofText) && result.messageEnd - result.messageStart > 2;
    if (bit === LOCATIONS) return passes(OPEN_LIST) && passesObject(LOCATION_KEYS, 1, ofLocation) && passes(CLOSE_LIST);
    return passesHashes();
  };
  const fileOf = (): PlainFile | undefined => {
    if (baseEnd - baseStart !== lastBaseBytes.length || !isSame(lastBaseBytes, bytes, baseStart)) {
      lastBaseBytes = Buffer.from(bytes.subarray(baseStart, baseEnd));
      lastBase = lastBaseBytes.toString('utf8');
    }
    return files.of(bytes, uriStart, uriEnd, hashed(bytes, uriStart, uriEnd), 0, lastBase);
  };
  return {
    read(from, start) {
      bytes = from;
      at = start;
      end = from.length;
      ruleIndex = -1;
      level = 0;
      baseStart = 0;
      baseEnd = 0;
      result.bytes = from;
      result.column = 0;
      result.endLine = 0;
      result.endColumn = 0;
      result.hashesStart = 0;
      result.hashesEnd = 0;
      skipSpace();
      if (!passesObject(RESULT_KEYS, RULE_ID | MESSAGE | LOCATIONS, ofResult)) return NO;
      // The end that is before its start is left out, which is not for here.
      if (result.endLine !== 0 && result.endLine < result.line) return NO;
      const more = (ruleIndex + 1) * LEVELS.length + level;
      const sort = sorts.of(bytes, ruleStart, ruleEnd, hashed(bytes, ruleStart, ruleEnd), more, '');
      if (!sort) return NO;
      const file = fileOf();
      if (!file) return NO;
      result.sort = sort;
      result.file = file;
      return at;
    },
    result: result as PlainResult,
  };
}

/** The number of a level; 0 where it is none of SARIF's. */
function levelIn(bytes: Buffer, start: number, end: number): number {
  for (let level = 1; level < LEVEL_BYTES.length; level += 1) {
    const name = LEVEL_BYTES[level]!;
    if (name.length === end - start && isSame(name, bytes, start)) return level;
  }
  return 0;
}

const LEVEL_BYTES = LEVELS.map((level = '') => Buffer.from(level));

function isSame(text: Buffer, bytes: Buffer, start: number): boolean {
  for (let at = 0; at < text.length; at += 1) if (text[at] !== bytes[start + at]) return false;
  return true;
}
