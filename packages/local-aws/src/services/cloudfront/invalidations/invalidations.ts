import type * as sdk from '@aws-sdk/client-cloudfront';
import { noSuchInvalidation, refused } from '../errors.ts';
import { spread } from '../hosts.ts';
import { given, operation } from '../operation.ts';
import { page } from '../paging.ts';
import { distributionOf, newId } from '../place.ts';
import type { Invalidation } from '../state.ts';
import { assertLimits, assertPaths } from './paths.ts';
import { isCompleted } from './progress.ts';

function shown(invalidation: Invalidation, now: number): sdk.Invalidation {
  const { id, paths, callerReference, created } = invalidation;
  return {
    Id: id,
    Status: isCompleted(invalidation, now) ? 'Completed' : 'InProgress',
    CreateTime: new Date(created),
    InvalidationBatch: { Paths: { Quantity: paths.length, Items: [...paths] }, CallerReference: callerReference },
  };
}

/**
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html. The same CallerReference with the same
 * paths is the invalidation that there is, with others an error: API_InvalidationBatch.html, which leaves out its status.
 */
const createInvalidation = operation<sdk.CreateInvalidationRequest, sdk.CreateInvalidationResult>(
  'CreateInvalidation',
  {
    takes: ['DistributionId', 'InvalidationBatch'],
    run(call, { DistributionId, InvalidationBatch }) {
      const distribution = distributionOf(call, DistributionId);
      const { CallerReference: callerReference = '', Paths } = given(InvalidationBatch);
      const paths = Paths?.Items ?? [];
      if (Paths?.Quantity !== paths.length)
        throw refused('InconsistentQuantities', "The value of Quantity and the size of Items don't match.");
      assertPaths(paths);
      const now = call.clock.now();
      const Location = `https://cloudfront.amazonaws.com/2020-05-31/distribution/${distribution.id}/invalidation/`;
      const same = distribution.invalidations.find((each) => each.callerReference === callerReference);
      if (same) {
        const others = same.paths.filter((path) => !paths.includes(path));
        if (others.length > 0 || same.paths.length !== paths.length) {
          const message = 'The caller reference is associated with an invalidation of other paths.';
          throw refused('InvalidationBatchAlreadyExists', message, 409);
        }
        return { Location: Location + same.id, Invalidation: shown(same, now) };
      }
      assertLimits(paths, distribution.invalidations, now);
      const id = newId(call, 'I');
      const { pace } = call.state;
      const invalidation: Invalidation = {
        id,
        callerReference,
        paths: [...paths],
        created: now,
        reaches: spread(now, pace.invalidation, pace.seed, id),
      };
      distribution.invalidations = [...distribution.invalidations, invalidation];
      return { Location: Location + id, Invalidation: shown(invalidation, now) };
    },
  },
);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetInvalidation.html */
const getInvalidation = operation<sdk.GetInvalidationRequest, sdk.GetInvalidationResult>('GetInvalidation', {
  takes: ['DistributionId', 'Id'],
  resource: ({ DistributionId = '*' }, { account }) => `arn:aws:cloudfront::${account}:distribution/${DistributionId}`,
  run(call, { DistributionId, Id }) {
    const found = distributionOf(call, DistributionId).invalidations.find(({ id }) => id === Id);
    if (!found) throw noSuchInvalidation();
    return { Invalidation: shown(found, call.clock.now()) };
  },
});

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListInvalidations.html: "the most recent … first". */
const listInvalidations = operation<sdk.ListInvalidationsRequest, sdk.ListInvalidationsResult>('ListInvalidations', {
  takes: ['DistributionId', 'Marker', 'MaxItems'],
  run(call, { DistributionId, Marker, MaxItems }) {
    const { invalidations } = distributionOf(call, DistributionId);
    const summaries = invalidations.map((each) => {
      const { Id, CreateTime, Status } = shown(each, call.clock.now());
      return { Id, CreateTime, Status };
    });
    return { InvalidationList: page(summaries.reverse(), { Marker, MaxItems }) };
  },
});

/** What is done with invalidations. */
export const invalidationOperations = {
  CreateInvalidation: createInvalidation,
  GetInvalidation: getInvalidation,
  ListInvalidations: listInvalidations,
};
