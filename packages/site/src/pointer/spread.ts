import { type Clock, UserError } from '@actions-aws/action';
import { DeadlineError, errorName, explained, poll } from '@actions-aws/aws';
import {
  type CloudFrontClient,
  CreateInvalidationCommand,
  GetInvalidationCommand,
  ListInvalidationsCommand,
} from '@aws-sdk/client-cloudfront';
import type { Pointer, SitePointer } from './pointer.ts';

/**
 * How often is looked, in milliseconds. A configuration takes minutes, an invalidation some 25 s; the SDK's waiters would look after
 * 60 s, and more and more seldom.
 */
const LOOK_MS = 5_000;

/** What answers where 15 invalidations of wildcards are under way: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-invalidations */
const TOO_MANY = 'TooManyInvalidationsInProgress';

/** What is waited for, and how it is seen. */
interface Spreading {
  readonly distributionId: string;
  describe(): Promise<Pointer>;
  readonly clock: Clock;
}

/**
 * Waits until every edge has what was written, and none has in its cache what was there before. In this order: an edge that has the
 * configuration before would cache the release before once more. The path of an origin is not in the key of the cache, so `/*` goes.
 */
export async function spread(
  client: CloudFrontClient,
  { distributionId, describe, clock }: Spreading,
  written: Pointer,
  { deadline, signal }: Parameters<SitePointer['spread']>[1],
): Promise<void> {
  const waiting = { everyMs: LOOK_MS, deadline, clock, signal };
  const stillThere = (seen: Pointer) => {
    if (seen.raw !== written.raw || seen.mark?.owner?.nonce !== written.mark?.owner?.nonce)
      throw overtaken(distributionId, seen);
    return seen;
  };
  await poll({
    ...waiting,
    waitedFor: `the distribution ${distributionId} to be Deployed`,
    look: async () => stillThere(await describe()),
    done: ({ deployed }) => deployed,
  });
  const id = await invalidate(client, distributionId, referenceOf(written), waiting);
  await poll({
    ...waiting,
    waitedFor: `the invalidation ${id} of the distribution ${distributionId}`,
    look: () =>
      explained(client.send(new GetInvalidationCommand({ DistributionId: distributionId, Id: id })), {
        doing: `read the invalidation ${id} of ${distributionId}`,
        action: 'cloudfront:GetInvalidation',
      }),
    done({ Invalidation }) {
      const status = Invalidation?.Status ?? '';
      if (status === 'Completed') return true;
      if (status === 'InProgress') return false;
      throw new UserError(
        `The invalidation ${id} of ${distributionId} is ${status || 'in no state'}, which this action does not know.`,
      );
    },
  });
  // A writer that came while it was waited for has nothing of ours behind it.
  stillThere(await describe());
}

/** How many invalidations are looked at, the newest first: others are made as well, such as by a person. */
const NEWEST = 10;

/**
 * Whether a write is everywhere, and the invalidation that follows it has ended. `false` where that cannot be told: by its reference CloudFront
 * gives back the invalidation that there is. Needs `cloudfront:ListInvalidations`, whose answer has the newest first and no reference:
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListInvalidations.html
 */
export async function hasSpread(client: CloudFrontClient, distributionId: string, written: Pointer): Promise<boolean> {
  if (!written.deployed) return false;
  const { InvalidationList } = await explained(
    client.send(new ListInvalidationsCommand({ DistributionId: distributionId, MaxItems: NEWEST })),
    { doing: `list the invalidations of ${distributionId}`, action: 'cloudfront:ListInvalidations' },
  );
  for (const { Id, Status } of InvalidationList?.Items ?? []) {
    const { Invalidation } = await explained(
      client.send(new GetInvalidationCommand({ DistributionId: distributionId, Id })),
      { doing: `read the invalidation ${Id} of ${distributionId}`, action: 'cloudfront:GetInvalidation' },
    );
    const isOfThis = Invalidation?.InvalidationBatch?.CallerReference === referenceOf(written);
    if (isOfThis) return Status === 'Completed';
  }
  return false;
}

/**
 * The same for the same write, so that CloudFront gives back the invalidation that there is when it is asked once more; and another for
 * each other one, also when a release comes back: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_InvalidationBatch.html
 */
export function referenceOf({ raw, mark, etag }: Pick<Pointer, 'raw' | 'mark' | 'etag'>): string {
  return `${raw.replace(/^\/r\//, '')}-${mark?.owner?.nonce ?? etag}${mark?.undid ? '-back' : ''}`;
}

async function invalidate(
  client: CloudFrontClient,
  distributionId: string,
  reference: string,
  { clock, deadline, signal }: { readonly clock: Clock; readonly deadline: number; readonly signal: AbortSignal },
): Promise<string> {
  const batch = { CallerReference: reference, Paths: { Quantity: 1, Items: ['/*'] } };
  for (;;) {
    signal.throwIfAborted();
    try {
      const made = client.send(
        new CreateInvalidationCommand({ DistributionId: distributionId, InvalidationBatch: batch }),
      );
      const { Invalidation } = await explained(made, {
        doing: `invalidate /* of ${distributionId}`,
        action: 'cloudfront:CreateInvalidation',
      });
      return Invalidation?.Id ?? '';
    } catch (error) {
      if (errorName((error as Error).cause) !== TOO_MANY) throw error;
      if (clock.now() + LOOK_MS > deadline) throw new DeadlineError(`other invalidations of ${distributionId} to end`);
      await clock.sleep(LOOK_MS, signal);
    }
  }
}

function overtaken(distributionId: string, { raw, mark }: Pointer): UserError {
  const who = mark?.owner ? `run ${mark.owner.run} (${mark.by})` : 'another writer';
  return new UserError(
    `The pointer of the distribution ${distributionId} was moved while this run waited for it to spread: it is at ${raw || '/'} now, by ${who}. It was left as it is.`,
    {
      hint: 'Give the deployments of one site a common `concurrency:` group, so that they follow one another.',
      code: 'pointer-changed',
    },
  );
}
