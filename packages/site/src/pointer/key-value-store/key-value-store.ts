import type { Clock } from '@actions-aws/action';
import {
  clientInDoubt,
  type Doing,
  errorName,
  isTransient,
  lookAfter,
  type Patience,
  patient,
  unless,
} from '@actions-aws/aws';
import { ROLLBACK_RESERVE_MS } from '@actions-aws/promotion';
import { type CloudFrontKeyValueStoreClient, PutKeyCommand } from '@aws-sdk/client-cloudfront-keyvaluestore';
import type { Routing } from '../../function/routing.ts';
import { isSamePointer, isWrittenBy } from '../marks.ts';
import type { Pointer, SitePointer, Swap } from '../pointer.ts';
import { UncertainPointerError } from '../uncertain.ts';
import { AT_ONCE, FULL, lookAt, nameOf, type Seen, seenIn, told } from './look.ts';
import { RELEASE_KEY, writeValue } from './value.ts';

/** The pause between two attempts after that, in milliseconds. */
const PAUSE_MS = 1_000;
/** How long an answer may lag behind a write before a refusal that nothing explains is taken for one of the request itself. */
const LAG_MS = 30_000;
/** How long a write whose answer is lost is looked for, in milliseconds. */
const SHOWN_WITHIN_MS = 5_000;

/** What a run remembers of its own write, whichever patience it goes on with. */
export interface OwnWrite {
  /** The text that it replaced, and when. Milliseconds since the epoch. */
  written?: { readonly over: string | undefined; readonly at: number };
}

/** What a store's pointer takes besides its client. */
export interface StoreOptions {
  readonly patience?: Patience;
  /** Where several take turns over one store, each goes by the write of the others. */
  readonly own?: OwnWrite;
  /** How the files of a release are found, which stands in the value. */
  readonly routing: (release: string) => Promise<Routing>;
}

/**
 * The pointer `key-value-store`: the key `release` of the store that a site's function reads, written by PutKey with If-Match. Needs
 * `cloudfront-keyvaluestore:DescribeKeyValueStore`, `GetKey` and `PutKey` as it is used.
 *
 * The ETag is of the whole store, and of the data plane: the control plane has another. GetKey answers none, so that it is read
 * after DescribeKeyValueStore; the other way round a write between the two would be overwritten. What a refusal means is told by what
 * is read after it: AWS documents 409, 400 and 402, and not which of them a stale ETag gets
 * (https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_PutKey.html#API_kvs_PutKey_Errors).
 */
export function keyValueStore(
  given: CloudFrontKeyValueStoreClient,
  arn: string,
  clock: Clock,
  { patience, routing, own = {} }: StoreOptions,
): SitePointer {
  const client = patience ? patient(given, patience, clock) : given;
  const pause = async (): Promise<boolean> => {
    if (clock.now() + PAUSE_MS > (patience?.until ?? clock.now())) return false;
    await clock.sleep(PAUSE_MS, patience?.signal);
    return true;
  };

  /** AWS does not say that a read shows what was written before it: what our own write replaced is not there any more. */
  const lags = ({ value }: Seen) =>
    own.written !== undefined && value === own.written.over && clock.now() - own.written.at <= LAG_MS;

  const describe = async (through = client): Promise<Seen> => {
    for (;;) {
      const seen = await lookAt(through, arn, pause);
      if (!lags(seen) || !(await pause())) return seen;
    }
  };

  const describeAfter = (failure: unknown, doing: Doing): Promise<Seen> =>
    lookAfter(failure, {
      look: () => describe(clientInDoubt({ given, client }, patience, clock, ROLLBACK_RESERVE_MS)),
      told: (error) => told(error, doing),
      Uncertain: UncertainPointerError,
    });

  /** Where no answer came, what is read at once may still be from before a write that was done. */
  const foundAfter = async (failure: unknown, doing: Doing, isAsBefore: (seen: Seen) => boolean): Promise<Seen> => {
    const until = clock.now() + SHOWN_WITHIN_MS;
    for (;;) {
      const found = await describeAfter(failure, doing);
      if (!isTransient(failure) || !isAsBefore(found) || clock.now() >= until) return found;
      await clock.sleep(PAUSE_MS);
    }
  };

  return {
    describe: () => describe(),

    async point(current, content, signal): Promise<Swap> {
      const { release, mark } = content;
      const doing = {
        doing: `point the store ${nameOf(arn)} to the release ${release}`,
        action: 'cloudfront-keyvaluestore:PutKey',
      };
      let expected = 'value' in current ? (current as Seen) : await describe();
      if (!isSame(expected, current)) return { won: false, pointer: expected };
      const value = writeValue({ release, mark, routing: await routing(release) });
      const since = clock.now();
      const won = (pointer: Seen): Swap => {
        own.written = { over: expected.value, at: clock.now() };
        return { won: true, pointer };
      };
      for (let refusals = 1; ; refusals += 1) {
        try {
          const put = new PutKeyCommand({ KvsARN: arn, Key: RELEASE_KEY, Value: value, IfMatch: expected.etag });
          const { ETag } = await client.send(unless(put, signal));
          return won(seenIn(value, ETag ?? ''));
        } catch (error) {
          const found = await foundAfter(error, doing, (seen) => isSame(seen, current));
          if (isWrittenBy(found, content)) return won(found);
          if (!isSame(found, current)) return { won: false, pointer: found };
          if (signal?.aborted && (isTransient(error) || isRefusal(error))) throw signal.reason;
          if (!isRefusal(error) || errorName(error) === FULL) throw told(error, doing);
          // Another key moved the ETag; or what was read lags behind, and will tell later.
          const isMoved = found.etag !== expected.etag;
          if (!isMoved && clock.now() - since > LAG_MS) throw told(error, doing);
          if ((!isMoved || refusals >= AT_ONCE) && !(await pause())) throw told(error, doing);
          expected = found;
        }
      }
    },

    // What edges have of a store AWS does not tell; each page is of one release, and its path in the cache names it.
    async spread() {},

    hasSpread: async () => true,
  };
}

/** What a stale ETag may be answered by. */
function isRefusal(error: unknown): boolean {
  return ['ConflictException', 'ValidationException', 'PreconditionFailed', FULL].includes(errorName(error));
}

/** Where the text itself was read, that is compared: it has the routing, too. */
function isSame(found: Seen, before: Pointer): boolean {
  return 'value' in before ? found.value === (before as Seen).value : isSamePointer(found, before);
}
