import type * as sdk from '@aws-sdk/client-cloudfront';
import type { Authorization } from '../../../kernel/service.ts';
import { invalidIfMatch, preconditionFailed, refused } from '../errors.ts';
import { edgeHosts } from '../hosts.ts';
import { given, operation } from '../operation.ts';
import { page } from '../paging.ts';
import { arnOf, type CloudFrontCall, distributionOf, newId } from '../place.ts';
import type { Distribution } from '../state.ts';
import { newConfiguration, newestOf, statusOf, write } from './configurations.ts';
import { documentOf } from './document.ts';
import { shownConfig, shownDistribution, summaryOf } from './shown.ts';
import { tagsOf } from './tags.ts';
import { assertConfiguration } from './validate.ts';

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html */
const createDistribution = operation<sdk.CreateDistributionRequest, sdk.CreateDistributionResult>(
  'CreateDistribution',
  {
    takes: ['DistributionConfig'],
    resource: () => '*',
    run(call, { DistributionConfig }) {
      given(DistributionConfig);
      return created(call, undefined);
    },
  },
);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistributionWithTags.html */
const createDistributionWithTags = operation<
  sdk.CreateDistributionWithTagsRequest,
  sdk.CreateDistributionWithTagsResult
>('CreateDistributionWithTags', {
  takes: ['DistributionConfigWithTags'],
  resource: () => '*',
  // The Service Authorization Reference has no action of that name.
  authorizes: (_, { account }): readonly Authorization[] => [
    { action: 'cloudfront:CreateDistribution', resource: '*' },
    { action: 'cloudfront:TagResource', resource: arnOf(account, 'distribution', '*') },
  ],
  run: (call, { DistributionConfigWithTags }) => created(call, given(DistributionConfigWithTags).Tags),
});

function created(call: CloudFrontCall, tags: sdk.Tags | undefined): sdk.CreateDistributionResult {
  const document = documentOf(call.body);
  const { CallerReference: callerReference = '' } = document.settings;
  const id = newId(call, 'E');
  const same = [...call.state.distributions.values()].find(
    (other) => other.account === call.account && other.callerReference === callerReference,
  );
  // With the same configuration, too: aws/aws-sdk-go#2213. The message is CloudFront's own: aws/aws-sdk-js-v3#2618.
  if (same) {
    const message = `The caller reference that you are using to create a distribution is associated with another distribution. Already exists: ${same.id}`;
    throw refused('DistributionAlreadyExists', message, 409);
  }
  assertConfiguration(call, id, document.settings);
  const distribution: Distribution = {
    id,
    account: call.account,
    domainName: `${newId(call, 'd').toLowerCase()}.cloudfront.net`,
    callerReference,
    configurations: [newConfiguration(call, id, document)],
    invalidations: [],
    tags: tagsOf(tags),
    caches: edgeHosts.map(() => new Map()),
  };
  call.state.distributions.set(id, distribution);
  const Location = `https://cloudfront.amazonaws.com/2020-05-31/distribution/${id}`;
  return {
    Distribution: shownDistribution(distribution, call.clock.now()),
    ETag: newestOf(distribution).etag,
    Location,
  };
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetDistribution.html */
const getDistribution = operation<sdk.GetDistributionRequest, sdk.GetDistributionResult>('GetDistribution', {
  takes: ['Id'],
  run(call, { Id }) {
    const distribution = distributionOf(call, Id);
    return {
      Distribution: shownDistribution(distribution, call.clock.now()),
      ETag: newestOf(distribution).etag,
    };
  },
});

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetDistributionConfig.html */
const getDistributionConfig = operation<sdk.GetDistributionConfigRequest, sdk.GetDistributionConfigResult>(
  'GetDistributionConfig',
  {
    takes: ['Id'],
    run(call, { Id }) {
      const configuration = newestOf(distributionOf(call, Id));
      return { DistributionConfig: shownConfig(configuration), ETag: configuration.etag };
    },
  },
);

/**
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html: the whole configuration is replaced.
 * Whether one that changes nothing is a new version is not said: here it is, and goes out to all hosts.
 */
const updateDistribution = operation<sdk.UpdateDistributionRequest, sdk.UpdateDistributionResult>(
  'UpdateDistribution',
  {
    takes: ['Id', 'IfMatch', 'DistributionConfig'],
    run(call, { Id, IfMatch, DistributionConfig }) {
      const distribution = distributionOf(call, Id);
      given(DistributionConfig);
      assertMatches(distribution, IfMatch);
      const document = documentOf(call.body);
      assertConfiguration(call, distribution.id, document.settings);
      // "CallerReference … cannot be updated": the developer guide's distribution-web-values-specify.html.
      if (document.settings.CallerReference !== distribution.callerReference)
        throw refused('IllegalUpdate', 'The update contains modifications that are not allowed.');
      write(distribution, newConfiguration(call, distribution.id, document));
      return {
        Distribution: shownDistribution(distribution, call.clock.now()),
        ETag: newestOf(distribution).etag,
      };
    },
  },
);

/**
 * Without If-Match, or where it is no ETag of CloudFront's form, InvalidIfMatchVersion (aws/aws-sdk#576); with one that is not
 * the newest, PreconditionFailed (hashicorp/terraform-provider-aws#17841).
 */
function assertMatches(distribution: Distribution, ifMatch: string | undefined): void {
  if (ifMatch === undefined || !/^E[A-Z0-9]{5,20}$/.test(ifMatch)) throw invalidIfMatch();
  if (ifMatch !== newestOf(distribution).etag) throw preconditionFailed();
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteDistribution.html: disabled, and Deployed as such. */
const deleteDistribution = operation<sdk.DeleteDistributionRequest, void>('DeleteDistribution', {
  takes: ['Id', 'IfMatch'],
  run(call, { Id, IfMatch }) {
    const distribution = distributionOf(call, Id);
    assertMatches(distribution, IfMatch);
    const isDeployed = statusOf(distribution, call.clock.now()) === 'Deployed';
    if (newestOf(distribution).settings.Enabled || !isDeployed) {
      const message = 'The distribution you are trying to delete has not been disabled.';
      throw refused('DistributionNotDisabled', message, 409);
    }
    call.state.distributions.delete(distribution.id);
  },
});

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html */
const listDistributions = operation<sdk.ListDistributionsRequest, sdk.ListDistributionsResult>('ListDistributions', {
  takes: ['Marker', 'MaxItems'],
  resource: () => '*',
  run(call, { Marker, MaxItems }) {
    const own = [...call.state.distributions.values()].filter(({ account }) => account === call.account);
    const summaries = own.map((each) => summaryOf(each, call.clock.now()));
    return { DistributionList: page(summaries, { Marker, MaxItems }) };
  },
});

/** What is done with distributions. */
export const distributionOperations = {
  CreateDistribution: createDistribution,
  CreateDistributionWithTags: createDistributionWithTags,
  GetDistribution: getDistribution,
  GetDistributionConfig: getDistributionConfig,
  UpdateDistribution: updateDistribution,
  DeleteDistribution: deleteDistribution,
  ListDistributions: listDistributions,
};
