import { hash } from 'node:crypto';
import { KINDS } from '@actions-aws/findings';
import { type Gathered, gathering } from '../store/gathered.ts';
import { BY_HASH, BY_MESSAGE, BY_NAME, type Keys } from './keys.ts';
import { createTuples } from './tuples.ts';

/** An identity in numbers of 32 bits: two for each of what, where and which. */
export const PARTS = 6;

/** Identities of findings, whose keys are told apart by occurrence. */
export interface Identities {
  /** Writes the numbers into `into` from `at` on. */
  write(key: number, nth: number, into: Uint32Array, at: number): void;
  /** Of a dependency: the identities that it would have by other ids of its advisory. */
  others(key: number): readonly string[];
}

/**
 * The identity of a finding: 16 hex digits each for what (tool and rule, or advisory), where (path or target) and which (the line's
 * hash with its occurrence, or package or resource). The same for the same finding, whichever tools report it and in any order.
 * The three are hashed apart, since rules and paths are few and their pairs are many. A change of it changes
 * `FINGERPRINT`, too, which names it.
 */
export function createIdentities(keys: Keys): Identities {
  const { tuples, numbers, aliases } = keys;
  const known = createTuples();
  const halves: number[] = [];
  /** Where in `halves` the hash of up to three texts is, which have these numbers. */
  const hashed = (role: number, a: number, b = 0, c = 0): number => {
    const before = known.size;
    const found = known.numberOf(role, a, b, c);
    if (known.size > before)
      halves.push(...halvesOf([ROLES[role] ?? '', numbers.text(a), numbers.text(b), numbers.text(c)]));
    return found * 2;
  };
  const put = (into: Uint32Array, at: number, half: number): void => {
    into[at] = halves[half] ?? 0;
    into[at + 1] = halves[half + 1] ?? 0;
  };
  return {
    write(key, nth, into, at) {
      const own = (member: number): number => tuples.at(key, member);
      const form = own(0) % 4;
      const kind = KINDS[Math.floor(own(0) / 4)] ?? 'code';
      const role = ROLES.indexOf(kind);
      if (form === BY_NAME && (kind === 'dependency' || kind === 'license')) {
        put(into, at, hashed(role, own(1)));
        put(into, at + 2, hashed(WHERE, own(2)));
        put(into, at + 4, hashed(WHICH, own(3), own(4)));
        return;
      }
      const path = kind === 'secret' ? own(1) : own(3);
      put(into, at, kind === 'secret' ? hashed(role, 0) : hashed(role, own(1), own(2)));
      put(into, at + 2, hashed(WHERE, path));
      if (form === BY_NAME || form === BY_MESSAGE) put(into, at + 4, hashed(WHICH, own(4)));
      else if (form === BY_HASH) {
        const first = kind === 'secret' ? 2 : 4;
        // Lines alike are told apart by a step that no other hash of a line is likely to be away.
        into[at + 4] = own(first) + Math.imul(nth, 0x85ebca77);
        into[at + 5] = own(first + 1) + Math.imul(nth, 0x9e3779b1);
      } else if (kind === 'secret') {
        put(into, at + 4, hashed(COMMIT, own(2)));
        into[at + 5] = own(3);
      } else {
        into[at + 4] = 0;
        into[at + 5] = own(4);
      }
    },
    others(key) {
      const form = tuples.at(key, 0);
      if (KINDS[Math.floor(form / 4)] !== 'dependency' || form % 4 !== BY_NAME) return [];
      const advisory = numbers.text(tuples.at(key, 1));
      const parts = new Uint32Array(PARTS);
      return aliases
        .idsOf(advisory)
        .filter((id) => id !== advisory)
        .map((id) => {
          put(parts, 0, hashed(ROLES.indexOf('dependency'), numbers.of(id)));
          put(parts, 2, hashed(WHERE, tuples.at(key, 2)));
          put(parts, 4, hashed(WHICH, tuples.at(key, 3), tuples.at(key, 4)));
          return hexOf(parts, 0);
        });
    },
  };
}

const ROLES: readonly string[] = [...KINDS, 'where', 'which', 'commit'];
const [WHERE, WHICH, COMMIT] = ['where', 'which', 'commit'].map((role) => ROLES.indexOf(role)) as [
  number,
  number,
  number,
];

function halvesOf(texts: readonly string[]): readonly [number, number] {
  const hex = hash('sha256', JSON.stringify(texts), 'hex');
  return [Number.parseInt(hex.slice(0, 8), 16), Number.parseInt(hex.slice(8, 16), 16)];
}

/** The identity as text: 48 hex digits. */
export function hexOf(parts: Uint32Array, at: number): string {
  let hex = '';
  for (let nth = 0; nth < PARTS; nth += 1) {
    const own = parts[at + nth] ?? 0;
    hex += digits(own >>> 16) + digits(own);
  }
  return hex;
}

/** Half a million identities are written out: a table takes a fifth of the time. */
const FOUR_DIGITS = Array.from({ length: 0x10000 }, (_, own) => own.toString(16).padStart(4, '0'));

/** A GUID that is derived from an identity, of the form that SARIF's schema asks for: version 5. */
export function guidOf(parts: Uint32Array, at: number): string {
  const out = gathering(GUID_BYTES);
  writeGuid(parts, at, out);
  return out.take().toString('latin1');
}

/** The same in place of a text. */
export function writeGuid(parts: Uint32Array, at: number, out: Gathered): void {
  const one = parts[at]! ^ parts[at + 3]!;
  const two = parts[at + 1]! ^ parts[at + 2]!;
  const [three, four] = [parts[at + 4]!, parts[at + 5]!];
  out.hex16(one >>> 16);
  out.hex16(one);
  out.byte(DASH);
  out.hex16(two >>> 16);
  out.byte(DASH);
  out.hex16(0x5000 | (two & 0xfff));
  out.byte(DASH);
  out.hex16(0x8000 | ((three >>> 16) & 0x3fff));
  out.byte(DASH);
  out.hex16(three);
  out.hex16(four >>> 16);
  out.hex16(four);
}

const DASH = 0x2d;
const GUID_BYTES = 36;

/** Of the lower 16 bits. */
function digits(own: number): string {
  return FOUR_DIGITS[own & 0xffff]!;
}
