import {
  type JsonObject,
  type OwnerMark,
  ownerTags,
  readOwner,
  revisionIn,
  type ServiceDeployment,
  serviceDeploymentIn,
  serviceIn,
  taskDefinitionIn,
} from '@actions-aws/ecs';
import { outcomeOf, plan } from '../../src/plan/plan.ts';
import type { Desired, InFlight, Live, Observed, Ours } from '../../src/plan/state.ts';

const ARN = 'arn:aws:ecs:eu-west-1:123456789012';
const REPOSITORY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop';

export const owner = { run: '812', attempt: 1, nonce: '0a1b2c3d' };
export const order = { workflow: '3f9a1c22d0e4', number: 57 };

/** The ARN of a revision. */
export function revision(id: string): string {
  return `${ARN}:service-revision/shop/web/${id}`;
}

/** An image by a digit for its digest. */
export function image(digit: string) {
  const digest = `sha256:${digit.repeat(64)}`;
  return { reference: `${REPOSITORY}:v${digit}`, pinned: `${REPOSITORY}@${digest}`, digest };
}

/** What a workflow asks for, unless a test says otherwise: image 2. */
export function desiring(some: Partial<Desired> = {}): Desired {
  return {
    name: { cluster: 'shop', service: 'web' },
    file: undefined,
    fileTags: {},
    images: { app: image('2') },
    smoke: [
      { kind: 'request', name: 'GET /', request: { method: 'GET', target: '/', headers: {} }, expect: { json: [] } },
    ],
    verify: [{ kind: 'url', name: 'x', url: 'https://x', expect: { json: [] } }],
    canary: [],
    until: undefined,
    alarms: [],
    settleMs: 0,
    timeoutMs: 1_800_000,
    whenBusy: 'wait',
    force: false,
    allowOlder: false,
    deployer: { owner, order },
    ...some,
  };
}

/** A revision with this image, registered by a run with this mark. */
export function bringing(id: string, digit: string, mark?: Partial<OwnerMark>): Live {
  const tags = mark ? ownerTags({ by: 'ecs-deploy', content: 'c', ...mark }) : {};
  const definition = taskDefinitionIn({
    taskDefinition: {
      taskDefinitionArn: `${ARN}:task-definition/web:${id}`,
      family: 'web',
      revision: Number(id),
      status: 'ACTIVE',
      containerDefinitions: [{ name: 'app', image: `${REPOSITORY}:v${digit}` }],
    },
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  });
  const found = revisionIn({
    serviceRevisionArn: revision(id),
    taskDefinition: definition.arn,
    containerImages: [{ containerName: 'app', image: `${REPOSITORY}:v${digit}`, imageDigest: image(digit).digest }],
  });
  return { revision: found, definition, mark: readOwner(definition.tags) };
}

/** A deployment that brings a revision; its pause, if it waits at one, is `pause-1`. */
export function deployment(
  id: string,
  given: {
    readonly status?: string;
    readonly test?: number;
    readonly users?: number;
    readonly isPaused?: boolean;
  } = {},
): ServiceDeployment {
  const { status = 'IN_PROGRESS', test = 0, users = 0, isPaused = false } = given;
  return serviceDeploymentIn({
    serviceDeploymentArn: `${ARN}:service-deployment/shop/web/d${id}`,
    status,
    targetServiceRevision: {
      arn: revision(id),
      requestedTestTrafficWeight: test,
      requestedProductionTrafficWeight: users,
    },
    sourceServiceRevisions: [{ arn: revision('1'), requestedProductionTrafficWeight: 100 - users }],
    lifecycleHookDetails: isPaused
      ? [{ hookId: 'pause-1', targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' }]
      : [],
  });
}

/** The deployment of this run. */
export function ours(given: Parameters<typeof deployment>[1] & { readonly isAdopted?: boolean } = {}): Ours {
  return { revision: revision('2'), deployment: deployment('2', given), isAdopted: given?.isAdopted ?? false };
}

/** A deployment of another run. */
export function rival(mark?: Partial<OwnerMark>, status = 'IN_PROGRESS', digit = '3'): InFlight {
  return { deployment: deployment('3', { status }), brings: bringing('3', digit, mark) };
}

/** A service as infrastructure code makes it: BLUE_GREEN, with a pause before users. */
export function service(raw: JsonObject = {}, configuration: JsonObject = {}) {
  return serviceIn({
    serviceArn: `${ARN}:service/shop/web`,
    serviceName: 'web',
    status: 'ACTIVE',
    desiredCount: 2,
    deploymentConfiguration: {
      strategy: 'BLUE_GREEN',
      lifecycleHooks: [
        {
          targetType: 'PAUSE',
          lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
          timeoutConfiguration: { timeoutInMinutes: 30, action: 'ROLLBACK' },
        },
      ],
      ...configuration,
    },
    ...raw,
  });
}

/** LINEAR by tenths, with a pause before each step. */
export const LINEAR: JsonObject = {
  strategy: 'LINEAR',
  lifecycleHooks: [
    {
      targetType: 'PAUSE',
      lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
      timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' },
    },
  ],
  linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 0 },
};

/** ROLLING, with a circuit breaker that rolls back. */
export const ROLLING: JsonObject = {
  strategy: 'ROLLING',
  lifecycleHooks: [],
  deploymentCircuitBreaker: { enable: true, rollback: true },
};

const RULE = {
  listener: '',
  protocol: 'HTTP',
  host: 'shop.elb',
  kind: 'application',
  isInternal: false,
  conditions: [],
};

/** What is seen as a run begins: image 1 is live; with what a test says of it. */
export function seeing(some: Partial<Observed> = {}): Observed {
  const live = bringing('1', '1', {});
  return {
    at: 0,
    service: service(),
    testRule: { ...RULE, arn: 'test', port: 8080, weights: { blue: 1, green: 0 } },
    productionRule: { ...RULE, arn: 'production', port: 80, weights: { blue: 1, green: 0 } },
    missingRules: [],
    targetGroups: [],
    missingGroups: [],
    live,
    before: live,
    rival: undefined,
    isHidden: false,
    known: [],
    registered: undefined,
    claimed: false,
    ours: undefined,
    answered: [],
    inDoubt: [],
    smoked: false,
    passed: [],
    verified: false,
    brings: undefined,
    touched: 'no',
    touchedEarlier: false,
    held: false,
    preempted: 0,
    failure: undefined,
    back: 'not yet',
    backTo: undefined,
    unreadable: false,
    remedy: '',
    ...some,
  };
}

/** The steps that are left, by their names, and the outcome where there are none. */
export function planned(observed: Observed, desired = desiring()): readonly string[] {
  const { steps } = plan(observed, desired);
  return steps.length > 0 ? steps.map(nameOf) : [outcomeOf(observed, desired)];
}

function nameOf(step: ReturnType<typeof plan>['steps'][number]): string {
  if (step.do === 'reach') return `reach ${step.share ?? step.next}`;
  if (step.do === 'gate' || step.do === 'hold') return `${step.do} ${step.share}`;
  return step.do === 'continue' ? `continue ${step.from}` : step.do;
}
