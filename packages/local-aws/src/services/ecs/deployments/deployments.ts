import type * as sdk from '@aws-sdk/client-ecs';
import { member } from '../engine/moment.ts';
import { invalidParameter, serviceNotFound } from '../errors.ts';
import { operation } from '../operation.ts';
import { clusterOf, findService, page, serviceArn } from '../place.ts';
import { answerOperations } from './answers.ts';
import { findDeployment, isVisible, onBoth } from './find.ts';
import { briefOf, shownDeployment, shownRevision } from './shown.ts';

// "You can specify a maximum of 20 ARNs": DescribeServiceDeployments and DescribeServiceRevisions.
const MOST = 20;

// "You can view the most recent 90-day history": https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
const HISTORY = 90 * 24 * 3_600_000;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html */
const describeServiceDeployments = operation<
  sdk.DescribeServiceDeploymentsRequest,
  sdk.DescribeServiceDeploymentsResponse
>('DescribeServiceDeployments', {
  takes: ['serviceDeploymentArns'],
  resource: ({ serviceDeploymentArns }) => serviceDeploymentArns?.[0] ?? '*',
  authorizes: ({ serviceDeploymentArns = [] }, place) =>
    onBoth('DescribeServiceDeployments')(serviceDeploymentArns, place),
  run(call, input) {
    const arns = few(input.serviceDeploymentArns);
    const found = arns.map((arn) => ({ arn, deployment: findDeployment(call, arn) }));
    return {
      serviceDeployments: found.flatMap(({ deployment }) => (deployment ? [shownDeployment(call, deployment)] : [])),
      failures: found.filter(({ deployment }) => !deployment).map(({ arn }) => ({ arn, reason: 'MISSING' })),
    };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html */
const listServiceDeployments = operation<sdk.ListServiceDeploymentsRequest, sdk.ListServiceDeploymentsResponse>(
  'ListServiceDeployments',
  {
    takes: ['service', 'cluster', 'status', 'createdAt', 'nextToken', 'maxResults'],
    resource: ({ service, cluster }, place) => serviceArn(place, service, cluster),
    run(call, input) {
      const { service: named = '', cluster, status, createdAt, nextToken, maxResults } = input;
      if (cluster !== undefined) clusterOf(call, cluster);
      const service = findService(call, named, cluster);
      if (!service) throw serviceNotFound();
      const { after = new Date(0), before = new Date(8_640_000_000_000_000) } = createdAt ?? {};
      // Those of CODE_DEPLOY and EXTERNAL are none of ECS's service deployments.
      const isOwn = member(service.settings, 'deploymentController').type === 'ECS';
      const all = service.deployments.filter(
        (deployment) =>
          isOwn &&
          isVisible(call, service, deployment) &&
          deployment.created > call.clock.now() - HISTORY &&
          deployment.created >= after.getTime() &&
          deployment.created <= before.getTime() &&
          (status === undefined || status.length === 0 || status.includes(deployment.status)),
      );
      const { items, ...more } = page(all.reverse(), { maxResults, nextToken }, 100, 20);
      return { serviceDeployments: items.map((deployment) => briefOf(call, { service, deployment })), ...more };
    },
  },
);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceRevisions.html */
const describeServiceRevisions = operation<sdk.DescribeServiceRevisionsRequest, sdk.DescribeServiceRevisionsResponse>(
  'DescribeServiceRevisions',
  {
    takes: ['serviceRevisionArns'],
    resource: ({ serviceRevisionArns }) => serviceRevisionArns?.[0] ?? '*',
    authorizes: ({ serviceRevisionArns = [] }, place) => onBoth('DescribeServiceRevisions')(serviceRevisionArns, place),
    run(call, input) {
      const found = few(input.serviceRevisionArns).map((arn) => {
        const service = [...call.state.services.values()].find(({ revisions }) =>
          revisions.some((each) => each.arn === arn),
        );
        return { arn, service, id: arn.split('/').at(-1) ?? '' };
      });
      return {
        serviceRevisions: found.flatMap(({ service, id }) => (service ? [shownRevision(call, service, id)] : [])),
        failures: found.filter(({ service }) => !service).map(({ arn }) => ({ arn, reason: 'MISSING' })),
      };
    },
  },
);

function few(arns: readonly string[] | undefined): readonly string[] {
  if (arns === undefined || arns.length === 0) throw invalidParameter('At least one ARN is needed.');
  if (arns.length > MOST) throw invalidParameter(`You can specify a maximum of ${MOST} ARNs.`);
  return arns;
}

/** Service deployments and revisions. */
export const deploymentOperations = {
  DescribeServiceDeployments: describeServiceDeployments,
  ListServiceDeployments: listServiceDeployments,
  DescribeServiceRevisions: describeServiceRevisions,
  ...answerOperations,
};
