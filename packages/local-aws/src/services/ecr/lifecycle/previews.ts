import type * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kernel/errors.ts';
import { invalid } from '../errors.ts';
import { tagsOf } from '../images/find.ts';
import { operation } from '../operation.ts';
import { page } from '../paging.ts';
import { type EcrCall, repositoryOf } from '../place.ts';
import type { Previewed, Repository } from '../state.ts';
import { evaluate } from './evaluate.ts';
import { lifecycleOf } from './policies.ts';
import { readLifecyclePolicy } from './policy.ts';

const day = 24 * 3_600_000;

/** What a policy would do to the images that are there when the preview begins. */
const startPreview = operation<sdk.StartLifecyclePolicyPreviewRequest, sdk.StartLifecyclePolicyPreviewResponse>(
  'StartLifecyclePolicyPreview',
  {
    takes: ['registryId', 'repositoryName', 'lifecyclePolicyText'],
    run(call, { repositoryName = '', lifecyclePolicyText }) {
      const repository = repositoryOf(call, repositoryName);
      const text = lifecyclePolicyText ?? lifecycleOf(call, repository).text;
      const rules = readLifecyclePolicy(text);
      const now = call.clock.now();
      if (repository.preview && repository.preview.ready > now) throw inProgress();
      const results = evaluate(repository, rules, now).map(({ image, rule }) => ({
        digest: image.digest,
        tags: tagsOf(repository, image),
        pushed: image.pushed,
        priority: rule.priority,
        action: rule.action,
        storageClass: image.status === 'ARCHIVED' ? ('ARCHIVE' as const) : ('STANDARD' as const),
      }));
      repository.preview = { text, ready: now + call.state.pace.preview, results };
      return { registryId: call.account, repositoryName, lifecyclePolicyText: text, status: 'IN_PROGRESS' };
    },
  },
);

const getPreview = operation<sdk.GetLifecyclePolicyPreviewRequest, sdk.GetLifecyclePolicyPreviewResponse>(
  'GetLifecyclePolicyPreview',
  {
    takes: ['registryId', 'repositoryName', 'imageIds', 'nextToken', 'maxResults', 'filter.tagStatus'],
    run(call, { repositoryName = '', imageIds, nextToken, maxResults, filter: { tagStatus = 'ANY' } = {} }) {
      // "This option cannot be used when you specify images with imageIds."
      if (imageIds && nextToken !== undefined)
        throw invalid('nextToken', 'Member must be null when imageIds are given');
      if (imageIds && maxResults !== undefined)
        throw invalid('maxResults', 'Member must be null when imageIds are given');
      const { text, ready, results } = previewOf(call, repositoryOf(call, repositoryName));
      const common = { registryId: call.account, repositoryName, lifecyclePolicyText: text };
      const now = call.clock.now();
      if (ready > now) return { ...common, status: 'IN_PROGRESS' };
      // That there is such a status is in AWS's model; how long a preview lasts is not known.
      if (ready + day <= now) return { ...common, status: 'EXPIRED' };
      const named = results.filter(
        (result) =>
          (tagStatus === 'ANY' || (tagStatus === 'TAGGED') === result.tags.length > 0) &&
          (imageIds === undefined || imageIds.some((id) => isNamed(result, id))),
      );
      const { items, next } = page(named, { nextToken, maxResults });
      return {
        ...common,
        status: 'COMPLETE',
        previewResults: items.map(shown),
        summary: summaryOf(results),
        ...(next !== undefined && { nextToken: next }),
      };
    },
  },
);

function previewOf({ account }: EcrCall, { name, preview }: Repository) {
  if (preview) return preview;
  // moto's words, after AWS.
  const message = `There is no dry run for the repository with name '${name}' in the registry with id '${account}'`;
  throw new AwsError('LifecyclePolicyPreviewNotFoundException', 400, message);
}

/** In the words of AWS's model. */
function inProgress(): AwsError {
  const message = 'The previous lifecycle policy preview request has not completed. Wait and try again.';
  return new AwsError('LifecyclePolicyPreviewInProgressException', 400, message);
}

function isNamed({ digest, tags }: Previewed, { imageDigest, imageTag }: sdk.ImageIdentifier): boolean {
  return (imageDigest ?? digest) === digest && (imageTag === undefined || tags.includes(imageTag));
}

function shown({ digest, tags, pushed, priority, action, storageClass }: Previewed): sdk.LifecyclePolicyPreviewResult {
  return {
    imageDigest: digest,
    imageTags: [...tags],
    imagePushedAt: new Date(pushed),
    action: { type: action, ...(action === 'TRANSITION' && { targetStorageClass: 'ARCHIVE' as const }) },
    appliedRulePriority: priority,
    storageClass,
  };
}

/** "This field is only present if at least one image will be transitoned in the summary" (AWS's model). */
function summaryOf(results: readonly Previewed[]): sdk.LifecyclePolicyPreviewSummary {
  const expiring = results.filter(({ action }) => action === 'EXPIRE').length;
  const imageTotalCount = results.length - expiring;
  return {
    expiringImageTotalCount: expiring,
    ...(imageTotalCount > 0 && {
      transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE' as const, imageTotalCount }],
    }),
  };
}

/** Operations on previews of lifecycle policies. */
export const previewOperations = {
  StartLifecyclePolicyPreview: startPreview,
  GetLifecyclePolicyPreview: getPreview,
};
