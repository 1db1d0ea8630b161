import * as sdk from '@aws-sdk/client-cloudfront';
import { AwsError } from '../../kernel/errors.ts';
import type { Refusals } from '../../kernel/refusals.ts';
import type { Service } from '../../kernel/service.ts';
import { control } from './control.ts';
import { distributionOperations } from './distributions/distributions.ts';
import { tagOperations } from './distributions/tags.ts';
import { edgeServers } from './edge/servers.ts';
import { publishes, visit } from './edge/visit.ts';
import { invalidIfMatch } from './errors.ts';
import { functionOperations } from './functions/functions.ts';
import { runtime } from './functions/run.ts';
import { invalidationOperations } from './invalidations/invalidations.ts';
import { managedPolicies } from './policies/managed.ts';
import { originAccessControlOperations } from './policies/origin-access-controls.ts';
import { policyOperations } from './policies/policies.ts';
import type { CloudFrontPorts } from './ports.ts';
import type { CloudFrontState } from './state.ts';
import { storeOperations } from './stores/stores.ts';

/**
 * CloudFront: distributions whose configuration reaches one edge host after the other, and the caches of these hosts.
 * A configuration takes "about five minutes" (https://aws.amazon.com/blogs/networking-and-content-delivery/slashing-cloudfront-change-propagation-times-in-2020-recent-changes-and-looking-forward/),
 * an invalidation under 25 s at the 95th percentile.
 */
export function cloudfront(ports: CloudFrontPorts): Service<CloudFrontState> {
  const edges = { ports, runtime: runtime() };
  const servers = edgeServers(edges);
  return {
    name: 'cloudfront',
    protocol: 'rest-xml',
    wrapsErrors: true,
    sdk,
    scope: 'partition',
    initialState: () => ({
      distributions: new Map(),
      policies: managedPolicies(),
      originAccessControls: new Map(),
      pace: {
        configuration: 300_000,
        invalidation: 25_000,
        function: 60_000,
        store: 60_000,
        provisioning: 20_000,
        eviction: 3_600_000,
        seed: 1,
      },
      functions: new Map(),
      stores: new Map(),
      connections: 0,
    }),
    operations: {
      ...distributionOperations,
      ...tagOperations,
      ...invalidationOperations,
      ...originAccessControlOperations,
      ...functionOperations,
      ...storeOperations(ports),
      ...policyOperations,
    } as Service<CloudFrontState>['operations'],
    refusals,
    control: control(servers),
    publishes,
    view: (place, viewing) => visit(place, edges, viewing),
    stop: () => servers.close(),
  };
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/CommonErrors.html, with the codes of REST-XML, which end without `Exception`. */
const refusals: Partial<Refusals> = {
  // What is missing: fog/fog-aws#48; what cannot be read: aws/aws-sdk-ruby#1067.
  invalid(flaws) {
    const wrong = flaws.find(({ kind }) => kind !== 'missing');
    if (wrong) return new AwsError('MalformedInput', 400, wrong.message);
    // https://github.com/aws/aws-sdk/issues/576
    if (flaws.every(({ path }) => path === 'ifMatch')) return invalidIfMatch();
    const found = flaws.map(
      ({ path }) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
    );
    const count = `${found.length} validation error${found.length === 1 ? '' : 's'} detected`;
    return new AwsError('MalformedXML', 400, `${count}: ${found.join('; ')}`);
  },
  unknownOperation: (named) => new AwsError('InvalidAction', 400, `There is no operation for ${named}`),
  credential: (flaw) =>
    ({
      missing: new AwsError('MissingAuthenticationToken', 403, 'Missing Authentication Token'),
      expired: new AwsError('ExpiredToken', 403, 'The security token included in the request is expired'),
      unknown: new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.'),
      late: new AwsError('SignatureDoesNotMatch', 403, 'Signature expired'),
      skewed: new AwsError(
        'SignatureDoesNotMatch',
        403,
        'Signature expired or not yet current: the clock of the client is more than 5 minutes off.',
      ),
    })[flaw],
  denied: (message) => new AwsError('AccessDenied', 403, message),
  // aws/aws-sdk-js#3983; the status is in spacecatninja/craft-imager-x#19.
  throttled: () => new AwsError('Throttling', 400, 'Rate exceeded'),
  failed: () => new AwsError('InternalFailure', 500, 'The request processing has failed because of an unknown error.'),
  // chetan/invalidate-cloudfront-action#18
  unavailable: () =>
    new AwsError('ServiceUnavailable', 503, 'CloudFront encountered an internal error. Please try again.'),
};
