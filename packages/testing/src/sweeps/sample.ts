import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import process from 'node:process';

/** Which of a sweep's cases are tried. */
export interface Sampling {
  /** At most so many, or as many as it takes to have one of every kind of situation. All of them unless given. */
  readonly most?: number;
}

/** How much is tried, and by which seed: what the environment of the test run says, which belongs to the tests alone. */
export interface Scope {
  /** Every case, beyond a test's budget: `npm run prove`. */
  readonly isWhole: boolean;
  readonly seed: string;
}

/**
 * Reads `SWEEPS=whole` and `SWEEP_SEED`. The seed is HEAD's commit unless given, so that each commit tries other cases and
 * the same commit the same ones; a failure says its seed, and with it the very same cases are tried again.
 */
export function scopeOf(env: Readonly<Record<string, string | undefined>> = process.env): Scope {
  const { SWEEPS = '', SWEEP_SEED = '' } = env;
  if (SWEEPS !== '' && SWEEPS !== 'whole') throw new Error(`SWEEPS is ${JSON.stringify(SWEEPS)}; it may be \`whole\`.`);
  return { isWhole: SWEEPS === 'whole', seed: SWEEP_SEED || commit() };
}

/** How a sweep's cases are told apart. */
export interface Sampled<Case> extends Sampling {
  /** What the cases are of, and each case in words: together they decide, with the seed, which are drawn. */
  readonly of: string;
  name(one: Case): string;
  /** The kinds of situation that a case is one of; the sample has a case of every kind that there is. */
  kinds(one: Case): readonly string[];
}

/**
 * Draws cases by a seed. They are put in an order that the seed alone decides, in which every case is as likely to be
 * anywhere as any other; then each that is the first of a kind is taken, and of the rest the first ones until there are
 * enough. What is taken keeps the order of the run.
 */
export function sampleOf<Case>(
  cases: readonly Case[],
  { most = Number.POSITIVE_INFINITY, of, name, kinds }: Sampled<Case>,
  { isWhole, seed }: Scope,
): readonly Case[] {
  if (isWhole || cases.length <= most) return cases;
  const drawn = cases
    .map((one) => ({
      one,
      place: createHash('sha256')
        .update(`${seed}\n${of}\n${name(one)}`)
        .digest('hex'),
    }))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const seen = new Set<string>();
  const taken = new Set<Case>();
  for (const { one } of drawn) {
    const fresh = kinds(one).filter((kind) => !seen.has(kind));
    if (fresh.length === 0) continue;
    for (const kind of fresh) seen.add(kind);
    taken.add(one);
  }
  for (const { one } of drawn) if (taken.size < most) taken.add(one);
  return cases.filter((one) => taken.has(one));
}

/** A number for a generator of chance, by a seed and what it is for. */
export function seedNumber({ seed }: Scope, of: string): number {
  return createHash('sha256').update(`${seed}\n${of}`).digest().readUInt32BE();
}

let head: string | undefined;

/** HEAD's commit in short; `no commit` outside of a checkout, as in an archive of the sources. */
function commit(): string {
  try {
    head ??= execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    head = 'no commit';
  }
  return head;
}
