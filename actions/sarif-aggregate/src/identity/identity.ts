import { hash } from 'node:crypto';
import { KINDS } from '@actions-aws/findings';
import { BY_HASH, BY_NAME, type Keys } from './keys.ts';

/** An identity in five parts of 32 bits. */
export const PARTS = 5;

/** The key of `fingerprints` in SARIF, which names the way in which an identity is made. */
export const FINGERPRINT = 'actionsAws/v1';

/**
 * The identity of a finding: 24 hex digits of a hash of what and where it is, and 16 for the line: its hash, and which of the lines
 * alike it is; or 16 of a hash of the package. The same for the same finding, whichever tools report it and in any order.
 */
export function createIdentities(keys: Keys): {
  /** Writes the parts into `into` from `at` on. */
  write(key: number, nth: number, into: Uint32Array, at: number): void;
  /** Of a dependency: the identities that it would have by other ids of its advisory. */
  others(key: number): readonly string[];
} {
  const { tuples, numbers, aliases } = keys;
  const known = new Map<string, readonly number[]>();
  const hashed = (texts: readonly (string | number)[]): readonly number[] => {
    const text = JSON.stringify(texts);
    const found = known.get(text);
    if (found) return found;
    const hex = hash('sha256', text, 'hex');
    const parts = [0, 8, 16].map((from) => Number.parseInt(hex.slice(from, from + 8), 16));
    known.set(text, parts);
    return parts;
  };
  return { write, others };

  function write(key: number, nth: number, into: Uint32Array, at: number): void {
    const form = tuples.at(key, 0);
    const kind = KINDS[Math.floor(form / 4)] ?? 'code';
    const text = (member: number): string => numbers.text(tuples.at(key, member));
    if (form % 4 === BY_HASH) {
      // Of a secret the path alone says where it is.
      const named = kind === 'secret' ? 2 : 4;
      const where = hashed(kind === 'secret' ? [kind, text(1)] : [kind, text(1), text(2), text(3)]);
      put(into, at, where, tuples.at(key, named), tuples.at(key, named + 1));
      // Lines alike are told apart by a step that no hash of a line is likely to be.
      const lower = (into[at + 4] ?? 0) + Math.imul(nth, 0x9e3779b1);
      into[at + 4] = lower;
      into[at + 3] = (into[at + 3] ?? 0) + Math.imul(nth, 0x85ebca77);
    } else if (form % 4 === BY_NAME) {
      const [where, what] = namesOf(kind, text);
      const [upper = 0, lower = 0] = hashed(['what', ...what]);
      put(into, at, hashed(where), upper, lower);
    } else if (kind === 'secret') {
      const [upper = 0] = hashed(['commit', text(2)]);
      put(into, at, hashed([kind, text(1), 'line']), upper, tuples.at(key, 3));
    } else put(into, at, hashed([kind, text(1), text(2), text(3), 'line']), 0, tuples.at(key, 4));
  }

  function others(key: number): readonly string[] {
    const form = tuples.at(key, 0);
    if (KINDS[Math.floor(form / 4)] !== 'dependency' || form % 4 !== BY_NAME) return [];
    const advisory = numbers.text(tuples.at(key, 1));
    const parts = new Uint32Array(PARTS);
    return aliases
      .idsOf(advisory)
      .filter((id) => id !== advisory)
      .map((id) => {
        const text = (member: number): string => (member === 1 ? id : numbers.text(tuples.at(key, member)));
        const [where, what] = namesOf('dependency', text);
        const [upper = 0, lower = 0] = hashed(['what', ...what]);
        put(parts, 0, hashed(where), upper, lower);
        return hexOf(parts, 0);
      });
  }
}

/** Where it is, and what: texts that repeat are together, so that each is hashed once. */
function namesOf(kind: string, text: (member: number) => string): readonly [readonly string[], readonly string[]] {
  if (kind === 'dependency')
    return [
      [kind, text(1), text(2)],
      [text(3), text(4)],
    ];
  if (kind === 'license') return [[kind, text(1), text(2)], [text(3)]];
  return [[kind, text(1), text(2), text(3)], [text(4)]];
}

function put(into: Uint32Array, at: number, where: readonly number[], upper: number, lower: number): void {
  into[at] = where[0] ?? 0;
  into[at + 1] = where[1] ?? 0;
  into[at + 2] = where[2] ?? 0;
  into[at + 3] = upper;
  into[at + 4] = lower;
}

/** The identity as text: 40 hex digits. */
export function hexOf(parts: Uint32Array, at: number): string {
  let hex = '';
  for (let nth = 0; nth < PARTS; nth += 1) hex += (parts[at + nth] ?? 0).toString(16).padStart(8, '0');
  return hex;
}

/** A GUID that is derived from an identity, of the form that SARIF's schema asks for: version 5. */
export function guidOf(identity: string): string {
  const from = identity.slice(0, 16) + identity.slice(24);
  const variant = ((Number.parseInt(from[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${from.slice(0, 8)}-${from.slice(8, 12)}-5${from.slice(13, 16)}-${variant}${from.slice(17, 20)}-${from.slice(20)}`;
}
