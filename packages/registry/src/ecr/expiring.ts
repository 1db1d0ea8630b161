import { UserError } from '@actions-aws/action';
import { errorName, explain } from '@actions-aws/aws';
import {
  type ECRClient,
  GetLifecyclePolicyPreviewCommand,
  type LifecyclePolicyPreviewResult,
  StartLifecyclePolicyPreviewCommand,
} from '@aws-sdk/client-ecr';
import type { Asking } from './asking.ts';
import type { Ecr, Expiring } from './ecr.ts';

/** How often it is asked whether a preview is done, in milliseconds. */
const PAUSE_MS = 1_000;

/**
 * What the lifecycle policy of a repository is about to take away, by a preview of it, which changes nothing
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/lpp_creation.html). There is one preview at a time for a repository: one
 * that goes on is waited for, and one of another policy does not count.
 */
export function expiringInEcr(
  ecr: ECRClient,
  { registry, repositoryName, shown, persistence }: Asking,
): Pick<Ecr, 'expiring'> {
  const repository = { ...registry, repositoryName };
  const { clock, until, signal } = persistence;

  /** Begins a preview. @returns `none` where there is no policy, `busy` where another preview goes on. */
  const start = async (): Promise<'none' | 'busy' | { readonly policy: string }> => {
    try {
      const { lifecyclePolicyText } = await ecr.send(new StartLifecyclePolicyPreviewCommand(repository));
      return { policy: plain(lifecyclePolicyText) };
    } catch (error) {
      const name = errorName(error);
      if (name === 'LifecyclePolicyNotFoundException' || name === 'RepositoryNotFoundException') return 'none';
      if (name === 'LifecyclePolicyPreviewInProgressException') return 'busy';
      throw explain(error, {
        doing: `preview the lifecycle policy of ${shown}`,
        action: 'ecr:StartLifecyclePolicyPreview',
      });
    }
  };

  /** All of the results, once there are any. @returns the status where there are none, and the policy that they are of. */
  const read = async (): Promise<Preview> => {
    const results: LifecyclePolicyPreviewResult[] = [];
    try {
      for (let nextToken: string | undefined; ; ) {
        const asked = { ...repository, maxResults: 100, nextToken };
        const answer = await ecr.send(new GetLifecyclePolicyPreviewCommand(asked));
        results.push(...(answer.previewResults ?? []));
        nextToken = answer.nextToken;
        const { status = '', lifecyclePolicyText } = answer;
        if (!nextToken || status !== 'COMPLETE') return { status, policy: plain(lifecyclePolicyText), results };
      }
    } catch (error) {
      if (errorName(error) === 'LifecyclePolicyPreviewNotFoundException')
        return { status: 'EXPIRED', policy: '', results };
      throw explain(error, {
        doing: `read the preview of the lifecycle policy of ${shown}`,
        action: 'ecr:GetLifecyclePolicyPreview',
      });
    }
  };

  const pause = async () => {
    if (clock.now() + PAUSE_MS <= until) return clock.sleep(PAUSE_MS, signal);
    throw new UserError(`The preview of the lifecycle policy of ${shown} did not end in time.`, {
      hint: 'Run the job again, or raise `timeout`: the preview of a repository with many images takes minutes.',
      code: 'unavailable',
    });
  };

  return {
    async expiring() {
      for (let begun = await start(); ; ) {
        if (begun === 'none') return [];
        const { status, results, policy } = await read();
        if (status === 'FAILED') {
          throw new UserError(`The preview of the lifecycle policy of ${shown} failed.`, {
            hint: 'Look at the policy of the repository in ECR, and run the job again.',
            code: 'unavailable',
          });
        }
        if (status === 'COMPLETE' && begun !== 'busy' && begun.policy === policy) return expiringIn(results);
        await pause();
        // Another one's preview has ended, or ours has been forgotten.
        if (status !== 'IN_PROGRESS') begun = await start();
      }
    },
  };
}

interface Preview {
  readonly status: string;
  readonly policy: string;
  readonly results: readonly LifecyclePolicyPreviewResult[];
}

/** A policy without the spaces of its text. */
function plain(policy = ''): string {
  try {
    return JSON.stringify(JSON.parse(policy));
  } catch {
    return policy;
  }
}

function expiringIn(results: readonly LifecyclePolicyPreviewResult[]): readonly Expiring[] {
  return results.map(({ imageDigest = '', action, appliedRulePriority }) => {
    const rule = `rule ${appliedRulePriority ?? 'of unknown priority'} of the lifecycle policy`;
    return { digest: imageDigest, action: action?.type ?? 'EXPIRE', rule };
  });
}
