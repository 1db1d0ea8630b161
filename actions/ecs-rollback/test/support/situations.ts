import {
  type DeploymentBrief,
  type JsonObject,
  type OwnerMark,
  revisionIn,
  type Service,
  type ServiceDeployment,
  type ServiceRevision,
  serviceDeploymentIn,
  serviceIn,
  type TaskDefinition,
  taskDefinitionIn,
} from '@actions-aws/ecs';
import { ACTION, ANY, type Desired, type Observed, type Standing, type Target } from '../../src/plan/state.ts';

const ACCOUNT = 'arn:aws:ecs:eu-west-1:123456789012';
export const owner = { run: '812', attempt: 1, nonce: '0a1b2c3d' };
/** Revisions, the oldest first, by their ids. */
export const [older, before, live, newer] = ['1001', '1002', '1003', '1004'] as const;

export const arnOf = (id: string) => `${ACCOUNT}:service-revision/shop/web/${id}`;
export const deploymentArn = (id: string) => `${ACCOUNT}:service-deployment/shop/web/d${id}`;

export const desiring = (some: Partial<Desired> = {}): Desired => ({
  name: { cluster: 'shop', service: 'web' },
  onlyIf: ANY,
  to: undefined,
  allowTags: false,
  allowUnseenImages: false,
  owner,
  ...some,
});

/** A service that was last told to go to a revision. */
export const serviceOn = (id: string, raw: JsonObject = {}): Service =>
  serviceIn({
    serviceArn: `${ACCOUNT}:service/shop/web`,
    serviceName: 'web',
    clusterArn: `${ACCOUNT}:cluster/shop`,
    status: 'ACTIVE',
    deployments: [{ id: `ecs-svc/${id}`, status: 'PRIMARY', taskDefinition: `${ACCOUNT}:task-definition/web:${id}` }],
    ...raw,
  });

/** A deployment of a revision that replaces the one before it. */
export const deployment = (id: string, status = 'IN_PROGRESS', more: JsonObject = {}): ServiceDeployment =>
  serviceDeploymentIn({
    serviceDeploymentArn: deploymentArn(id),
    serviceArn: `${ACCOUNT}:service/shop/web`,
    status,
    createdAt: Number(id),
    targetServiceRevision: { arn: arnOf(id), requestedProductionTrafficWeight: 0 },
    sourceServiceRevisions: [{ arn: arnOf(String(Number(id) - 1)) }],
    ...more,
  });

/** The same, which waits at a pause. */
export const paused = (id: string, hookId = 'h1'): ServiceDeployment =>
  deployment(id, 'IN_PROGRESS', {
    lifecycleHookDetails: [{ hookId, targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' }],
  });

export const brief = (id: string, status: string): DeploymentBrief => ({
  arn: deploymentArn(id),
  status,
  statusReason: '',
  target: arnOf(id),
  createdAt: Number(id),
  startedAt: undefined,
  finishedAt: undefined,
});

export const revision = (id: string, raw: JsonObject = {}): ServiceRevision =>
  revisionIn({ serviceRevisionArn: arnOf(id), taskDefinition: `${ACCOUNT}:task-definition/web:${id}`, ...raw });

export const taskDefinition = (raw: JsonObject = {}): TaskDefinition =>
  taskDefinitionIn({
    taskDefinition: { taskDefinitionArn: `${ACCOUNT}:task-definition/web:1`, family: 'web', revision: 1, ...raw },
    tags: [],
  });

export const target = (id: string): Target => ({
  revision: revision(id),
  taskDefinition: taskDefinition(),
  because: 'the workflow names it',
  images: {},
  tagged: [],
  unseen: [],
});

/** What ecs-deploy noted of a revision. */
export const deployed = (from?: string): OwnerMark => ({
  by: 'ecs-deploy',
  content: 'a'.repeat(16),
  owner: { run: '700', attempt: 1, nonce: '11111111' },
  ...(from && { from }),
});

/** What a rollback noted of the revision that it deployed. */
export const backOn = (to: string, undid: string, run = '650'): OwnerMark => ({
  by: ACTION,
  content: 'b'.repeat(16),
  owner: { run, attempt: 1, nonce: '22222222' },
  to,
  undid,
});

export const resting = (id: string, undone?: string): Standing => ({
  is: 'resting',
  live: id,
  undone: undone === undefined ? undefined : { revision: undone, reason: '', at: undefined },
});

export const moving = (...deployments: readonly ServiceDeployment[]): Standing => {
  const [first, ...others] = deployments;
  if (!first) throw new Error('one at least');
  return { is: 'moving', deployments: [first, ...others], target: first.target.arn.slice(-4), behind: undefined };
};

export const goingBack = (id: string): Standing => ({
  is: 'going back',
  deployment: deployment(id, 'ROLLBACK_IN_PROGRESS'),
  undone: { revision: id, reason: '', at: undefined },
});

export const brokenOff = (id: string, status = 'ROLLBACK_FAILED'): Standing => ({
  is: 'broken off',
  deployment: deployment(id, status),
  target: id,
});

export const seeing = (some: Partial<Observed> = {}): Observed => ({
  service: serviceOn(live),
  standing: resting(live),
  mark: deployed(before),
  undoing: revision(live),
  target: target(before),
  registered: undefined,
  ours: undefined,
  asked: [],
  lost: [],
  ended: [],
  recoveredAt: undefined,
  isOver: false,
  isUnreadable: false,
  failure: undefined,
  ...some,
});
