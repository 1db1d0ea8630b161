import { drawn } from '../../kernel/drawn.ts';
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
