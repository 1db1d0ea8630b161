import type { Pace } from './state.ts';

/** A server that answers viewers: it has a configuration and a cache of its own. */
export interface EdgeHost {
  readonly number: number;
  /** Its location, as `x-amz-cf-pop` names it. */
  readonly location: string;
}

const LOCATIONS = ['FRA56-P1', 'IAD89-C2', 'NRT57-P3', 'GRU3-C1'];
const HOSTS_OF_A_LOCATION = 2;

/** All hosts; the first two are of the location that is near to who asks for no other. */
export const edgeHosts: readonly EdgeHost[] = LOCATIONS.flatMap((location, place) =>
  Array.from({ length: HOSTS_OF_A_LOCATION }, (_, index) => ({
    number: place * HOSTS_OF_A_LOCATION + index,
    location,
  })),
);

/** How many hosts are near to who asks for none. */
export const nearHosts = HOSTS_OF_A_LOCATION;

/**
 * When each host has a change that is made at `from` and takes `within`: one of them only at its end, all others within the
 * first half. AWS says of a configuration that it goes out to one edge location after the other, and that none can tell which
 * has it (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToUpdateDistribution.html); a straggler is harder.
 */
export function spread(
  from: number,
  within: number,
  seed: number,
  about: string,
  [soonest, latest]: readonly [soonest: number, latest: number] = [0, 1 / 2],
): readonly number[] {
  const straggler = Math.floor(drawn(seed, `${about} straggler`) * edgeHosts.length);
  return edgeHosts.map(({ number }) => {
    const others = soonest + drawn(seed, `${about} ${number}`) * (latest - soonest);
    const share = number === straggler ? 1 : others;
    return from + Math.ceil(within * share);
  });
}

/** When an object that is stored now makes room for others. */
export function evictedAt(now: number, { eviction, seed }: Pace, about: string): number {
  return now + Math.ceil(eviction * drawn(seed, `${about} ${now}`));
}

/** A number from 0 to below 1 that depends on its arguments alone: FNV-1a, and the finaliser of MurmurHash3. */
export function drawn(seed: number, about: string): number {
  let hash = (2_166_136_261 ^ seed) >>> 0;
  for (let index = 0; index < about.length; index++) hash = Math.imul(hash ^ about.charCodeAt(index), 16_777_619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
