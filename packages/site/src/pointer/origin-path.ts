import { type Clock, UserError } from '@actions-aws/action';
import {
  clientInDoubt,
  type Doing,
  errorName,
  explain,
  isTransient,
  lookAfter,
  type Patience,
  patient,
  receiving,
  sending,
  unless,
} from '@actions-aws/aws';
import { ROLLBACK_RESERVE_MS } from '@actions-aws/promotion';
import { type CloudFrontClient, GetDistributionCommand, UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { pathOf, releaseInPath } from '../release/names.ts';
import { readComment, writeComment } from './comment.ts';
import { isSamePointer, isWrittenBy } from './marks.ts';
import type { Pointer, PointerContent, SitePointer, Swap } from './pointer.ts';
import { configurationIn, edited, type RawConfiguration } from './raw-distribution.ts';
import { hasSpread, spread } from './spread.ts';
import { UncertainPointerError } from './uncertain.ts';

/** How often a write is made again at once after others have changed other settings of the distribution. */
const EDITS_AT_ONCE = 5;
/** The pause between two attempts after that, in milliseconds. */
const PAUSE_MS = 1_000;

/** What was read with a pointer, and what a write of it edits. */
interface Seen extends Pointer {
  readonly configuration: RawConfiguration;
}

/**
 * The pointer `origin-path`: the OriginPath of the origin that a distribution's default behaviour leads to, and a mark in its Comment,
 * both written by one UpdateDistribution with If-Match. Needs `cloudfront:GetDistribution`, `UpdateDistribution`, `CreateInvalidation`
 * and `GetInvalidation` as it is used.
 *
 * GetDistribution's ETag is the one that UpdateDistribution compares: Terraform writes by it
 * (https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/cloudfront/distribution.go).
 */
export function originPath(
  given: CloudFrontClient,
  distributionId: string,
  clock: Clock,
  { patience }: { readonly patience?: Patience } = {},
): SitePointer {
  const client = patience ? patient(given, patience, clock) : given;

  const describe = async (through = client): Promise<Seen> => {
    let raw = '';
    const command = receiving(new GetDistributionCommand({ Id: distributionId }), (body) => {
      raw = body;
    });
    try {
      const answer = await through.send(command);
      return seenIn(raw, answer.ETag, answer.Distribution?.Status);
    } catch (error) {
      throw explain(error, { doing: `read the distribution ${distributionId}`, action: 'cloudfront:GetDistribution' });
    }
  };

  const describeAfter = (failure: unknown, doing: Doing): Promise<Seen> =>
    lookAfter(failure, {
      look: () => describe(clientInDoubt({ given, client }, patience, clock, ROLLBACK_RESERVE_MS)),
      told: (error) => explain(error, doing),
      Uncertain: UncertainPointerError,
    });

  const write = async (seen: Seen, content: PointerContent, signal: AbortSignal | undefined): Promise<Seen> => {
    const { text } = readComment(seen.configuration.comment, seen.release);
    const body = edited(seen.configuration, {
      originPath: pathOf(content.release),
      comment: writeComment({ text, mark: content.mark }),
    });
    let raw = '';
    // The SDK has a typed configuration for its input; what it would make of that is not sent.
    const input = { Id: distributionId, IfMatch: seen.etag, DistributionConfig: {} as never };
    const command = receiving(sending(new UpdateDistributionCommand(input), body), (answer) => {
      raw = answer;
    });
    const answer = await client.send(unless(command, signal));
    return seenIn(raw, answer.ETag, answer.Distribution?.Status);
  };

  return {
    describe: () => describe(),

    async point(current, content, signal): Promise<Swap> {
      const doing = {
        doing: `point the distribution ${distributionId} to the release ${content.release}`,
        action: 'cloudfront:UpdateDistribution',
      };
      let expected = 'configuration' in current ? (current as Seen) : await describe();
      if (!isSamePointer(expected, current)) return { won: false, pointer: expected };
      for (let edits = 0; ; edits += 1) {
        try {
          return { won: true, pointer: await write(expected, content, signal) };
        } catch (error) {
          if (error instanceof UserError) throw error;
          const found = await describeAfter(error, doing);
          if (isWrittenBy(found, content)) return { won: true, pointer: found };
          if (!isStale(error)) throw signal?.aborted && isTransient(error) ? signal.reason : explain(error, doing);
          // The whole configuration has one ETag: an edit of another setting moves it, and the pointer is as it was.
          if (!isSamePointer(found, current)) return { won: false, pointer: found };
          if (edits >= EDITS_AT_ONCE) {
            const until = patience?.until ?? clock.now();
            if (clock.now() + PAUSE_MS > until) return { won: false, pointer: found };
            await clock.sleep(PAUSE_MS, signal);
          }
          expected = found;
        }
      }
    },

    spread: (written, options) =>
      spread(client, { distributionId, describe: () => describe(), clock }, written, options),

    hasSpread: (written) => hasSpread(client, distributionId, written),
  };
}

function seenIn(raw: string, etag: string | undefined, status: string | undefined): Seen {
  const configuration = configurationIn(raw);
  const release = releaseInPath(configuration.originPath);
  const { mark } = readComment(configuration.comment, release);
  if (!etag) throw new Error('AWS answered a distribution without an ETag.');
  const seen = {
    kind: 'origin-path' as const,
    release,
    raw: configuration.originPath,
    mark,
    etag,
    deployed: status === 'Deployed',
  };
  // Not shown where a pointer is printed.
  return Object.defineProperty(seen, 'configuration', { value: configuration }) as unknown as Seen;
}

/** What CloudFront answers where the ETag is another by now: 412, https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html#API_UpdateDistribution_Errors */
function isStale(error: unknown): boolean {
  return ['PreconditionFailed', 'InvalidIfMatchVersion'].includes(errorName(error));
}
