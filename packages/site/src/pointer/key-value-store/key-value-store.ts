import { type Clock, UserError } from '@actions-aws/action';
import {
  type Doing,
  errorName,
  explain,
  isTransient,
  type Patience,
  patient,
  UnsentError,
  unless,
} from '@actions-aws/aws';
import { ROLLBACK_RESERVE_MS } from '@actions-aws/promotion';
import {
  type CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  PutKeyCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import type { Routing } from '../../function/routing.ts';
import type { Pointer, PointerContent, SitePointer, Swap } from '../pointer.ts';
import { UncertainPointerError } from '../uncertain.ts';
import { RELEASE_KEY, readValue, writeValue } from './value.ts';

/** How often is tried again at once after a refusal that left the pointer as it was. */
const AT_ONCE = 3;
/** The pause between two attempts after that, in milliseconds. */
const PAUSE_MS = 1_000;
/** How long an answer may lag behind a write before a refusal that nothing explains is taken for one of the request itself. */
const LAG_MS = 30_000;

/** What was read with a pointer, and what a write of it goes by. */
interface Seen extends Pointer {
  /** The text of the key; `undefined` where it is not there. */
  readonly value: string | undefined;
}

/** What a store's pointer takes besides its client. */
export interface StoreOptions {
  readonly patience?: Patience;
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
  { patience, routing }: StoreOptions,
): SitePointer {
  const client = patience ? patient(given, patience, clock) : given;
  const read = { doing: `read the key \`${RELEASE_KEY}\` of the store ${nameOf(arn)}` };
  const inDoubt = (): CloudFrontKeyValueStoreClient => {
    if (!patience || patience.waitsOut === 'outages') return client;
    return patient(given, { waitsOut: 'outages', until: clock.now() + ROLLBACK_RESERVE_MS }, clock);
  };
  const pause = async (): Promise<boolean> => {
    if (clock.now() + PAUSE_MS > (patience?.until ?? clock.now())) return false;
    await clock.sleep(PAUSE_MS, patience?.signal);
    return true;
  };

  const describe = async (through = client): Promise<Seen> => {
    for (let attempt = 1; ; attempt += 1) {
      let action = 'cloudfront-keyvaluestore:DescribeKeyValueStore';
      try {
        const { ETag } = await through.send(new DescribeKeyValueStoreCommand({ KvsARN: arn }));
        if (!ETag) throw new UserError(`AWS answered the store ${nameOf(arn)} without an ETag.`);
        action = 'cloudfront-keyvaluestore:GetKey';
        return seenIn(await valueThrough(through, arn), ETag);
      } catch (error) {
        // A read, too, may meet a conflict: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_GetKey.html#API_kvs_GetKey_Errors
        const mayPass = errorName(error) === 'ConflictException' && (attempt < AT_ONCE || (await pause()));
        if (!mayPass) throw told(error, { ...read, action });
      }
    }
  };

  /** AWS may have done what it never answered: only a look tells. */
  const describeAfter = async (failure: unknown, doing: Doing): Promise<Seen> => {
    if (failure instanceof UnsentError) throw failure.reason;
    try {
      return await describe(inDoubt());
    } catch (unreadable) {
      if (!isTransient(failure)) throw told(failure, doing);
      const { message, hint } = told(failure, doing) as UserError;
      throw new UncertainPointerError(message, { cause: unreadable, ...(hint && { hint }) });
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
      if (!isSamePointer(expected, current)) return { won: false, pointer: expected };
      const value = writeValue({ release, mark, routing: await routing(release) });
      const since = clock.now();
      for (let refusals = 1; ; refusals += 1) {
        try {
          const put = new PutKeyCommand({ KvsARN: arn, Key: RELEASE_KEY, Value: value, IfMatch: expected.etag });
          const { ETag } = await client.send(unless(put, signal));
          return { won: true, pointer: seenIn(value, ETag ?? '') };
        } catch (error) {
          const found = await describeAfter(error, doing);
          if (isWrittenBy(found, content)) return { won: true, pointer: found };
          if (!isSamePointer(found, current)) return { won: false, pointer: found };
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
  };
}

/** Where a store is full: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_PutKey.html#API_kvs_PutKey_Errors */
const FULL = 'ServiceQuotaExceededException';

/** What a stale ETag may be answered by. */
function isRefusal(error: unknown): boolean {
  return ['ConflictException', 'ValidationException', 'PreconditionFailed', FULL].includes(errorName(error));
}

async function valueThrough(client: CloudFrontKeyValueStoreClient, arn: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetKeyCommand({ KvsARN: arn, Key: RELEASE_KEY }))).Value ?? '';
  } catch (error) {
    // The store is there: it was just described.
    if (errorName(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** The name in `arn:aws:cloudfront::123456789012:key-value-store/0a1b…`. */
function nameOf(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1);
}

function seenIn(value: string | undefined, etag: string): Seen {
  const found = value === undefined ? undefined : readValue(value);
  const seen = {
    kind: 'key-value-store' as const,
    release: found?.release,
    raw: found?.release ?? (value ?? '').slice(0, 100),
    mark: found?.mark,
    etag,
    deployed: true,
  };
  // Not shown where a pointer is printed.
  return Object.defineProperty(seen, 'value', { value }) as unknown as Seen;
}

/** Whether both hold the same, by the same writer. */
function isSamePointer(found: Seen, before: Pointer): boolean {
  if ('value' in before) return found.value === (before as Seen).value;
  return (
    found.raw === before.raw &&
    found.mark?.owner?.nonce === before.mark?.owner?.nonce &&
    found.mark?.at === before.mark?.at
  );
}

function isWrittenBy(found: Pointer, { release, mark }: PointerContent): boolean {
  const written = found.mark;
  return (
    found.release === release &&
    written?.owner !== undefined &&
    written.owner.nonce === mark.owner?.nonce &&
    written.undid === mark.undid
  );
}

/**
 * What failed, and what to do. Credentials that work everywhere else, and not here, are mostly of STS's global endpoint: their tokens hold
 * in one Region each, where SigV4a asks for all
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-function-restrictions.html).
 */
function told(error: unknown, doing: Doing): Error {
  const explained = explain(error, doing);
  if (errorName(error) === FULL) {
    const hint = 'Remove keys that are not needed from the store; it takes 5 MB, and this action needs one key of it.';
    return new UserError(explained.message, { hint, cause: error });
  }
  if (!(explained instanceof UserError) || explained.code !== 'credentials-invalid') return explained;
  return new UserError(explained.message, {
    hint: `${explained.hint ?? ''} Key value stores refuse tokens of the global endpoint of STS: set AWS_STS_REGIONAL_ENDPOINTS to \`regional\`, and assume the role in a Region.`.trim(),
    code: explained.code,
    cause: error,
  });
}
