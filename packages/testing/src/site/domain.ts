import type { Domain } from '../sweeps/domain.ts';

/**
 * Two sites on one bucket, and what stages, promotes and rolls back on them. A run moves one pointer: stage that of TEST, the others
 * that of APP. What it asks of a site by HTTP is in no journal.
 */
export const siteDomain: Domain = {
  isProbe: () => false,
  isPointerWrite: ({ operation }) => operation === 'UpdateDistribution' || operation === 'PutKey',
  // Every object is created under If-None-Match, and a store's key is written under If-Match; an UpdateDistribution is refused only where
  // the configuration has changed.
  isGuarded: ({ operation }) => GUARDED.includes(operation),
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html,
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_PutKey.html; what AWS says in its messages could not be found.
  conflict: ({ operation }) => ({
    code: operation === 'PutKey' ? 'ConflictException' : 'ConditionalRequestConflict',
    status: 409,
    message: 'A conflicting operation occurred.',
  }),
  // S3 shows what was written at once, and AWS says nothing else of CloudFront. Reads of a store lag by themselves on the local cloud.
  isEventual: () => false,
  // A move is noted under its time and its writer's nonce.
  resourceOf: ({ resource }) =>
    resource.replace(/(\/history\/[^/]+\/)\d{10}-(.+)-[0-9a-f]{8}((?:-back)?\.json)$/, '$1*-$2-*$3'),
};

const GUARDED = ['PutObject', 'CopyObject', 'PutKey'];
