import { showDuration } from '@actions-aws/action';
import { breakerOf, containersOf, type Hook, isInFlight, pausesAt, pausesIn, sharesOf } from '@actions-aws/ecs';
import { type Failure, isOlder, runOf } from '@actions-aws/promotion';
import { contentFor, documentFor } from './content.ts';
import { answerToRival, takesUsersBack } from './ownership.ts';
import { needsDeployment } from './plan.ts';
import { BEFORE_STEPS, canaryMs, ownMs, pausesBeforeUsers, wantedShares, watchedMs } from './shares.ts';
import type { Desired, Observed } from './state.ts';

/** A reason not to begin. */
export type Refusal = Failure;

type Obstacle = { readonly message: string; readonly hint: string };

/** Looks for all that keeps a deployment from being safe, before the first write. */
export function refusal(observed: Observed, desired: Desired): Refusal | undefined {
  const unfit = unfitService(observed, desired);
  if (unfit.length > 0) return unsafe(unfit, desired);
  // Without its container an image changes nothing, which must not look as if it were live.
  const wrong = wrongContent(observed, desired);
  if (wrong.length > 0) return unsafe(wrong, desired);
  if (!needsDeployment(observed, desired)) return undefined;
  const obstacles = [
    ...wrongLoadBalancer(observed),
    ...unproved(observed, desired),
    ...unwatched(observed, desired),
    ...wrongPauses(observed, desired),
    ...tooLong(observed, desired),
  ];
  if (obstacles.length > 0) return unsafe(obstacles, desired);
  return busy(observed, desired) ?? older(observed, desired);
}

function unsafe(obstacles: readonly Obstacle[], { name }: Pick<Desired, 'name'>): Refusal {
  return {
    code: 'unsafe',
    message: `Could not deploy ${name.service}: ${obstacles.map(({ message }) => message).join(' ')}`,
    hint: [...new Set(obstacles.map(({ hint }) => hint))].join(' '),
  };
}

/** What other means deploy, or what has nothing to deploy to. */
function unfitService({ service }: Observed, { name }: Desired): readonly Obstacle[] {
  const { status, controller, managedBy, scheduling, configuration, desiredCount } = service;
  const later = (message: string): Obstacle => ({
    message,
    hint: 'This action does not support that yet: deploy the service by other means.',
  });
  if (managedBy !== 'CUSTOMER') {
    return [later('it is an Express service, which ECS changes by an API of its own (resourceManagementType is ECS).')];
  }
  if (controller !== 'ECS') {
    const hint = `Let ECS deploy it, by a blue/green, linear or canary strategy of its own: aws ecs update-service --cluster ${name.cluster} --service ${name.service} --deployment-controller type=ECS`;
    return [{ message: `its deployment controller is ${controller}, not ECS.`, hint }];
  }
  if (status !== 'ACTIVE') {
    return [
      { message: `its status is ${status}, not ACTIVE.`, hint: 'Look who deletes it, in your infrastructure code.' },
    ];
  }
  if (scheduling !== 'REPLICA') return [later(`its scheduling strategy is ${scheduling}, not REPLICA.`)];
  if (!['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'].includes(configuration.strategy)) {
    return [later(`its strategy is ${configuration.strategy}, which this action does not know.`)];
  }
  if (!desiredCount) {
    const hint =
      'Give the service at least one task, so that there is something to prove; a deployment without tasks always succeeds.';
    return [{ message: 'its desired count is 0.', hint }];
  }
  return [];
}

/** Images for containers that are not there, and a family that is another one. */
function wrongContent(observed: Observed, desired: Desired): readonly Obstacle[] {
  const document = documentFor(observed, desired);
  if (!document) {
    return [
      {
        message: 'nothing is live yet, so that there is no task definition to put images into.',
        hint: 'Give `task-definition`, or create the service with one that starts.',
      },
    ];
  }
  const names = containersOf(document).map(({ name }) => name);
  const missing = Object.keys(desired.images).filter((container) => !names.includes(container));
  if (missing.length === 0) return [];
  return [
    {
      message: `\`images\` names ${missing.join(', ')}, but the containers of its task definition are ${names.join(', ')}.`,
      hint: 'Write each container as the task definition has it.',
    },
  ];
}

/** Of target groups of Application Load Balancers; those of the others speak TCP, TLS, UDP and more: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const OF_APPLICATIONS: readonly string[] = ['HTTP', 'HTTPS'];

/** Load balancers of which this action does not know which users they bring where. */
function wrongLoadBalancer(observed: Observed): readonly Obstacle[] {
  const { testRule, productionRule, missingRules, targetGroups, missingGroups } = observed;
  const obstacles: Obstacle[] = [];
  if (missingRules.length > 0) {
    obstacles.push({
      message: `it names listener rules that are not there: ${missingRules.join(', ')}.`,
      hint: 'Correct `advancedConfiguration` of its load balancers in your infrastructure code.',
    });
  }
  const other = [productionRule, testRule].find((rule) => rule && rule.kind !== 'application');
  if (other) {
    obstacles.push({
      message: `it is behind a load balancer of the type ${other.kind}, not application.`,
      hint: 'This action does not support that yet: deploy the service by other means.',
    });
  }
  if (missingGroups.length > 0) {
    obstacles.push({
      message: `it names target groups that are not there: ${missingGroups.join(', ')}.`,
      hint: 'Correct its load balancers in your infrastructure code.',
    });
  }
  const foreign = targetGroups.find(({ protocol }) => !OF_APPLICATIONS.includes(protocol));
  if (foreign) {
    obstacles.push({
      message: `its target group ${foreign.arn} has ${foreign.protocol ? `the protocol ${foreign.protocol}` : 'no protocol that AWS tells'}, so that it is not behind an Application Load Balancer.`,
      hint: 'This action does not support that yet: deploy the service by other means.',
    });
  }
  const used = Object.values(productionRule?.weights ?? {}).filter((weight) => weight > 0);
  if (productionRule && used.length > 1 && !isShifting(observed)) {
    obstacles.push({
      message: `its production listener rule ${productionRule.arn} splits users between ${used.length} target groups, and no deployment is under way.`,
      hint: 'Another hand has set these weights: bring all users to the target group of the live tasks first.',
    });
  }
  return obstacles;
}

/** Whether ECS may have set the weights: a deployment is under way, or one broke off between two revisions, which the next one sets right. */
function isShifting({ service, rival, ours, isHidden }: Observed): boolean {
  const withTasks = service.revisions.filter(({ requested = 0, running = 0 }) => requested + running > 0);
  return rival !== undefined || ours !== undefined || isHidden || withTasks.length > 1;
}

/** Proofs that cannot be had. */
function unproved({ service, testRule }: Observed, { smoke, until, name }: Desired): readonly Obstacle[] {
  const { configuration } = service;
  if (configuration.strategy === 'ROLLING') {
    if (smoke.length === 0) return [];
    return [
      {
        message:
          'it deploys by ROLLING, so that its new tasks meet users at once, and `smoke` has no test listener to ask.',
        hint: 'Set `smoke: none`, and give `verify`; or give the service the strategy BLUE_GREEN, a test listener and a pause (see *Infrastructure* in the README).',
      },
    ];
  }
  const obstacles: Obstacle[] = [];
  if (smoke.length > 0 && !testRule) {
    obstacles.push({
      message: '`smoke` is given, and it has no test listener rule.',
      hint: `Give its load balancer a testListenerRule (see *Infrastructure* in the README), or set \`smoke: none\`.`,
    });
  }
  // Of Service Connect the test traffic has no rule.
  if (smoke.length === 0 && until === 'staged' && !testRule && !service.hasServiceConnect) {
    obstacles.push({
      message: '`until` is `staged`, and it has no test listener rule that could lead to what is held.',
      hint: 'Give its load balancer a testListenerRule (see *Infrastructure* in the README).',
    });
  }
  const needsPause = smoke.length > 0 || until === 'staged';
  if (needsPause && !pausesBeforeUsers(configuration)) {
    obstacles.push({
      message: `it does not pause before users get new tasks: ${name.service} has no PAUSE hook at POST_TEST_TRAFFIC_SHIFT or PRE_PRODUCTION_TRAFFIC_SHIFT.`,
      hint: 'Add one with the timeout action ROLLBACK (see *Infrastructure* in the README).',
    });
  }
  return obstacles;
}

/** Shares that its strategy does not reach, or at which it does not stop; and a ROLLING that is not taken back by ECS. */
function unwatched({ service }: Observed, desired: Desired): readonly Obstacle[] {
  const { configuration, desiredCount = 0 } = service;
  const { strategy } = configuration;
  if (strategy === 'ROLLING') {
    const breaker = breakerOf(configuration.breaker, desiredCount);
    if (breaker.is !== 'on') {
      return [
        {
          message: `it deploys by ROLLING, and ${breaker.why}: tasks that do not start would be tried for ever.`,
          hint: 'Turn on the deployment circuit breaker with rollback, with a threshold that is reached (see *Infrastructure* in the README).',
        },
      ];
    }
  }
  const wanted = wantedShares(desired);
  if (wanted.length === 0) return [];
  const input = desired.canary.length > 0 ? '`canary`' : '`until`';
  const reached = sharesOf(configuration);
  const unreached = wanted.filter((share) => !reached.includes(share));
  if (unreached.length > 0) {
    const stops =
      reached.length > 0
        ? `which stops at ${reached.map((share) => `${share}%`).join(', ')}`
        : 'which stops at no share';
    return [
      {
        message: `${input} wants ${unreached.map((share) => `${share}%`).join(', ')} of the users, and its strategy is ${strategy}, ${stops}.`,
        hint: 'Name shares that it reaches, or give it LINEAR steps that do: 10%, 50% and 100% are LINEAR with a stepPercent of 10.',
      },
    ];
  }
  if (pausesAt(configuration, BEFORE_STEPS).length > 0) return [];
  return [
    {
      message: `${input} gates shares of the users, and it has no PAUSE hook at PRE_PRODUCTION_TRAFFIC_SHIFT, before each step.`,
      hint: 'Add one with the timeout action ROLLBACK (see *Infrastructure* in the README).',
    },
  ];
}

/** Pauses whose end is not a rollback, or comes too soon; and two at once, of which none could be told from the other. */
function wrongPauses({ service }: Observed, desired: Desired): readonly Obstacle[] {
  const pauses = pausesIn(service.configuration);
  const obstacles: Obstacle[] = [];
  const going = pauses.find(({ timeoutAction }) => timeoutAction !== undefined && timeoutAction !== 'ROLLBACK');
  if (going) {
    obstacles.push({
      message: `its pause at ${going.stages.join(', ')} ends by ${going.timeoutAction} when no answer comes, so that a run that is killed would leave users to what is not proved.`,
      hint: 'Set `timeoutConfiguration.action` of each PAUSE hook to ROLLBACK.',
    });
  }
  const doubled = pauses.flatMap(({ stages }) => stages).find((stage, index, all) => all.indexOf(stage) !== index);
  if (doubled) {
    obstacles.push({
      message: `two of its pauses are at ${doubled}, and hooks do not tell which is which.`,
      hint: 'Leave one PAUSE hook at each stage.',
    });
  }
  const longest = Math.max(0, ...wantedShares(desired).map((share) => watchedMs(share, desired)));
  const short = pauses.find((hook) => isAtStep(hook) && (hook.timeoutMinutes ?? Infinity) * 60_000 <= longest);
  if (short) {
    obstacles.push({
      message: `its pause at ${short.stages.join(', ')} ends after ${short.timeoutMinutes} minutes, and a share of \`canary\` is watched for ${showDuration(longest)}.`,
      hint: 'Raise `timeoutInMinutes` of the hook, or watch the share for less time.',
    });
  }
  return obstacles;
}

function isAtStep({ stages }: Hook): boolean {
  return stages.some((stage) => BEFORE_STEPS.some((one) => one === stage));
}

/** A deployment that takes longer by itself than this run may. */
function tooLong({ service }: Observed, desired: Desired): readonly Obstacle[] {
  const own = ownMs(service.configuration, desired);
  const has = desired.timeoutMs + canaryMs(desired);
  if (own < has) return [];
  return [
    {
      message: `its own bake times take ${showDuration(own)}, and \`timeout\` leaves ${showDuration(has)}.`,
      hint: 'Raise `timeout`.',
    },
  ];
}

/** Another deployment that is under way, and is not this run's to wait for. */
function busy(observed: Observed, desired: Desired): Refusal | undefined {
  const { rival, isHidden } = observed;
  if (isHidden && !rival && !observed.ours) {
    return {
      code: 'pointer-changed',
      message: `A deployment of ${desired.name.service} is under way, and ECS does not list it, so that it is not known whose it is: it was left alone.`,
      hint: 'Let it end, and run the job again.',
    };
  }
  if (!rival || !isInFlight(rival.deployment)) return undefined;
  const answer = answerToRival(rival, contentFor(observed, desired), desired, observed.at);
  const mark = rival.brings?.mark;
  const who = mark ? runOf(mark) : 'another hand';
  const isWayBack = takesUsersBack(rival);
  const purpose = isWayBack ? `, which takes users back from the revision ${mark?.undid}` : '';
  const what = `A deployment of ${desired.name.service} by ${who} is under way (${rival.deployment.status})${purpose}`;
  if (answer === 'busy') {
    return {
      code: 'unsafe',
      message: `${what}, and \`when-busy\` is \`fail\`.`,
      hint: 'Run the job again once it has ended, or set `when-busy: wait`.',
    };
  }
  if (answer === 'going back') {
    return {
      code: 'unsafe',
      message: `ECS rolls back a deployment of ${desired.name.service} by ${who} (${rival.deployment.status}): what is deployed now would wait for it.`,
      hint: 'Run the job again once it has ended.',
    };
  }
  if (answer !== 'superseded') return undefined;
  return {
    code: 'pointer-changed',
    message: `${what}. That is not an older run of this workflow: it was left alone.`,
    hint: isWayBack
      ? 'Let it end, and run the job again. Where it waits at a pause that its own run does not answer any more, ecs-rollback helps it to its end.'
      : 'Let it end, and run the job again. A common `concurrency:` group lets runs follow one another.',
  };
}

function older({ live }: Observed, { deployer, allowOlder, name }: Desired): Refusal | undefined {
  const { order } = deployer;
  const theirs = live?.mark?.order;
  if (allowOlder || !isOlder(order, theirs)) return undefined;
  return {
    code: 'older-run',
    message: `Run ${order?.number} of this workflow is older than run ${theirs?.number}, which promoted what is live: ${name.service} was left alone.`,
    hint: 'To go back on purpose use ecs-rollback, or set `allow-older: true`.',
  };
}
