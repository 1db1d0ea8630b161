import { edgeHosts, spread } from '../hosts.ts';
import { type CloudFrontCall, newId } from '../place.ts';
import type { Configuration, Distribution } from '../state.ts';
import type { Document } from './document.ts';

/** What a distribution is told to do now; edge hosts may follow an older one. */
export function newestOf({ configurations }: Distribution): Configuration {
  return configurations.at(-1)!;
}

/** A configuration that is written now. */
export function newConfiguration(call: CloudFrontCall, id: string, document: Document): Configuration {
  const { pace } = call.state;
  const written = call.clock.now();
  const etag = newId(call, 'E');
  return { ...document, etag, written, reaches: spread(written, pace.configuration, pace.seed, `${id} ${etag}`) };
}

/** The configuration that an edge host follows at a time: the newest that has reached it. Nothing before the first has. */
export function followedBy({ configurations }: Distribution, host: number, now: number): Configuration | undefined {
  return configurations.findLast(({ reaches }) => reaches[host]! <= now);
}

/** Writes a configuration, and forgets those that no edge host follows any more. */
export function write(distribution: Distribution, configuration: Configuration): void {
  const { written } = configuration;
  const followed = new Set(edgeHosts.map(({ number }) => followedBy(distribution, number, written)));
  const oldest = distribution.configurations.findIndex(
    (each) => followed.has(each) || each.reaches.some((at) => at > written),
  );
  const kept = oldest < 0 ? [] : distribution.configurations.slice(oldest);
  distribution.configurations = [...kept, configuration];
}

/**
 * "InProgress" until the newest configuration has reached all: "When the status is Deployed, the distribution's information is
 * fully propagated to all CloudFront edge locations" (https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Distribution.html).
 */
export function statusOf(distribution: Distribution, now: number): 'InProgress' | 'Deployed' {
  return newestOf(distribution).reaches.every((at) => at <= now) ? 'Deployed' : 'InProgress';
}
