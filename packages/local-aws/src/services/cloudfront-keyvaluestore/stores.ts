import { createHash } from 'node:crypto';
import type { Call, Place } from '../../kernel/service.ts';
import { conflict, invalid, notFound, tooMuch } from './errors.ts';
import type { KeyValueState, Store, StoreVersion } from './state.ts';

/** One call of the service. */
export type KeyValueCall = Call<KeyValueState>;

/** Older versions are forgotten: more than a test writes, before the last of them has reached all edge hosts. */
const KEPT = 1_000;

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-keyvaluestores
const LARGEST_KEY = 512;
const LARGEST_VALUE = 1024;
const LARGEST_STORE = 5 * 1024 ** 2;

/** The store of an ARN, if it is the caller's and ready. */
export function storeOf(call: KeyValueCall, arn = ''): Store {
  const found = anyStoreOf(call, arn);
  if (!isReady(found, call)) throw conflict('The key value store is being provisioned.');
  return found;
}

/** The same while it is being provisioned: a description has a status. */
export function anyStoreOf({ state, account }: KeyValueCall, arn = ''): Store {
  const found = state.stores.get(arn);
  if (!found || arn.split(':')[4] !== account) throw notFound('The key value store');
  return found;
}

/** Whether its keys can be read and written. */
export function isReady({ ready }: Store, { clock }: Pick<KeyValueCall, 'clock'>): boolean {
  return ready <= clock.now();
}

/** What a read shows: writes may not be in it for a moment. AWS states no time. */
export function shownOf({ versions }: Store, now: number): StoreVersion {
  return versions.findLast(({ shown }) => shown <= now) ?? versions[0]!;
}

/**
 * Throws unless an ETag is the newest. AWS documents 409 and 400 for these operations, and no 412; which one answers a stale ETag is not
 * said: here they take turns, drawn by the seed.
 */
export function assertMatches({ state }: KeyValueCall, store: Store, ifMatch: string | undefined): void {
  if (ifMatch === store.versions.at(-1)!.etag) return;
  store.refused += 1;
  const isConflict = (store.refused + state.pace.seed) % 2 === 0;
  throw isConflict ? conflict('The ETag is not the newest.') : invalid('The ETag is not the newest.');
}

/** Writes all that a store holds from now on. */
export function write(call: KeyValueCall, store: Store, items: StoreVersion['items']): StoreVersion {
  for (const [key, value] of Object.entries(items)) {
    if (Buffer.byteLength(key) > LARGEST_KEY) throw invalid('A key has more than 512 bytes.');
    if (Buffer.byteLength(value) > LARGEST_VALUE) throw invalid('A value has more than 1,024 bytes.');
  }
  if (sizeOf(items) > LARGEST_STORE) throw tooMuch('A store holds 5 MB.');
  const now = call.clock.now();
  const version = newVersion(call, now, items);
  store.versions = [...store.versions.slice(-KEPT), version];
  return version;
}

/** A version that is written now. */
export function newVersion(place: Place<KeyValueState>, now: number, items: StoreVersion['items']): StoreVersion {
  const etag = `KV${BigInt(`0x${place.newId().replaceAll('-', '')}`)
    .toString(36)
    .toUpperCase()
    .slice(-13)
    .padStart(13, '0')}`;
  const { read, seed } = place.state.pace;
  const share = createHash('sha256').update(`${seed} ${etag}`).digest().readUInt32BE() / 2 ** 32;
  return { etag, at: now, shown: now + Math.ceil(read * share), items };
}

/** In bytes, of keys and values. */
export function sizeOf(items: StoreVersion['items']): number {
  return Object.entries(items).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
}
