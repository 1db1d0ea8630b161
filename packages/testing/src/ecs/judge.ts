import type { SeenAnswer } from './seen.ts';

/** What a user met in one look: several requests at one moment, and how many targets could have had them. */
export interface Look {
  readonly at: number;
  readonly answers: readonly SeenAnswer[];
  /** Healthy targets that production forwards to; undefined where nothing was asked of them. */
  readonly healthy: number | undefined;
  /** Why there was no answer at all. */
  readonly failure?: string;
}

/** What users may meet. */
export interface Allowed {
  /** The share of users, from 0 to 1, that may meet a version at a time; of one that is not named none, but all of `v0`. */
  readonly shares: Readonly<Record<string, (at: number) => number>>;
  /** Healthy targets that there have to be at any time: `desiredCount` by `minimumHealthyPercent`. */
  readonly capacity: number;
}

/** A sentence for each thing that users saw and should not have, with how often. */
export function complaintsOf(looks: readonly Look[], allowed: Allowed): readonly string[] {
  const found = [...exposures(looks, allowed), ...failuresIn(looks, allowed), ...shortages(looks, allowed)];
  const times = new Map<string, number>();
  for (const one of found) times.set(one, (times.get(one) ?? 0) + 1);
  return [...times].map(([one, count]) => (count === 1 ? one : `${one}, ${count} times`));
}

/** The share that a version may have at a time. */
export function shareOf({ shares }: Pick<Allowed, 'shares'>, version: string, at: number): number {
  return shares[version]?.(at) ?? (version === 'v0' ? 1 : 0);
}

/**
 * Exposure: an answer of a version that none may meet yet, or more of them than its share can have come to by chance. A share is judged
 * over all looks in a row in which it was allowed to be the same: five standard deviations are never chance.
 */
function exposures(looks: readonly Look[], allowed: Allowed): readonly string[] {
  const versions = new Set(looks.flatMap(({ answers }) => answers.flatMap(({ version }) => version ?? [])));
  return [...versions].flatMap((version) =>
    windowsOf(looks, (at) => shareOf(allowed, version, at)).flatMap(({ share, answers }) => {
      const met = answers.filter((answer) => answer.version === version).length;
      if (met === 0 || share >= 1) return [];
      const most = share === 0 ? 0 : answers.length * share + 5 * Math.sqrt(answers.length * share * (1 - share)) + 1;
      if (met <= most) return [];
      if (share === 0) return [`users met ${version}, which none may meet`];
      return [`users met ${version} in ${met} of ${answers.length} answers, where its share is ${share}`];
    }),
  );
}

interface Window {
  readonly share: number;
  readonly answers: readonly SeenAnswer[];
}

function windowsOf(looks: readonly Look[], shareAt: (at: number) => number): readonly Window[] {
  const windows: { share: number; answers: SeenAnswer[] }[] = [];
  for (const { at, answers } of looks) {
    const share = shareAt(at);
    const last = windows.at(-1);
    if (last?.share === share) last.answers.push(...answers);
    else windows.push({ share, answers: [...answers] });
  }
  return windows;
}

/** A failure that is none of a candidate's own: of the load balancer, of no connection, or of a version that all may meet. */
function failuresIn(looks: readonly Look[], allowed: Allowed): readonly string[] {
  return looks.flatMap(({ answers, failure }) => {
    const wrong = failure === undefined ? [] : [`a user got no answer (${failure})`];
    for (const { status, by, version, at } of answers) {
      if (status < 500) continue;
      if (by === 'load balancer') wrong.push(`a user got ${status} of the load balancer`);
      else if (version !== undefined && shareOf(allowed, version, at) >= 1)
        wrong.push(`${version} answered a user with ${status}`);
    }
    return wrong;
  });
}

function shortages(looks: readonly Look[], { capacity }: Allowed): readonly string[] {
  const short = looks.filter(({ healthy }) => healthy !== undefined && healthy < capacity);
  if (short.length === 0) return [];
  const fewest = Math.min(...short.map(({ healthy = 0 }) => healthy));
  return [`production had ${fewest} healthy targets, not ${capacity}`];
}
