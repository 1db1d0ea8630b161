import { dueAt, isPauseOver, pausesOf, serviceDeploymentIn } from '../src/index.ts';

test.each([
  [{ testWeight: undefined, productionWeight: undefined }, { is: 'unknown' }],
  [{ testWeight: undefined, productionWeight: 0 }, { is: 'nothing' }],
  [{ testWeight: 0, productionWeight: 0 }, { is: 'nothing' }],
  [{ testWeight: 50, productionWeight: 0 }, { is: 'nothing' }],
  [{ testWeight: 100, productionWeight: 0 }, { is: 'smoke' }],
  [
    { testWeight: 100, productionWeight: 0.1 },
    { is: 'gate', share: 0.1 },
  ],
  [
    { testWeight: 0, productionWeight: 50 },
    { is: 'gate', share: 50 },
  ],
  [{ testWeight: 100, productionWeight: 100 }, { is: 'last gate' }],
])('at the weights %j %j is due', (weights, due) => {
  expect(dueAt(weights)).toEqual(due);
});

test('pauses that wait are those that can be answered', () => {
  const expiresAt = 1_767_225_600;
  const { hooks, ...deployment } = serviceDeploymentIn({
    lifecycleHookDetails: [
      { hookId: 'ecs-pause-1', targetType: 'PAUSE', status: 'SUCCEEDED', expiresAt, timeoutAction: 'ROLLBACK' },
      { hookId: 'ecs-pause-2', targetType: 'PAUSE', status: 'AWAITING_ACTION', expiresAt, timeoutAction: 'ROLLBACK' },
      { hookId: 'ecs-lambda-3', targetType: 'AWS_LAMBDA', targetArn: 'arn', status: 'AWAITING_ACTION' },
    ],
  });
  expect(deployment.rollback).toBeUndefined();
  expect(pausesOf({ hooks })).toEqual([
    {
      id: 'ecs-pause-2',
      type: 'PAUSE',
      status: 'AWAITING_ACTION',
      expiresAt: expiresAt * 1000,
      timeoutAction: 'ROLLBACK',
    },
  ]);
});

test.each([
  [3.299999952316284, 3.3],
  [9.899999999999999, 9.9],
  [99.99, 99.99],
  [0.01, 0.01],
])('a share of %d is one of %d', (told, share) => {
  const { target } = serviceDeploymentIn({ targetServiceRevision: { requestedProductionTrafficWeight: told } });
  expect(dueAt(target)).toEqual({ is: 'gate', share });
});

test.each([
  ['waits', 'IN_PROGRESS', 'ecs-pause-1', 'AWAITING_ACTION', false],
  ['was answered', 'IN_PROGRESS', 'ecs-pause-1', 'SUCCEEDED', true],
  ['ran out', 'IN_PROGRESS', 'ecs-pause-1', 'TIMED_OUT', true],
  ['is not shown yet', 'IN_PROGRESS', 'ecs-pause-0', 'AWAITING_ACTION', false],
  ['is not shown yet, and its deployment waits for another', 'PENDING', 'ecs-pause-0', 'SUCCEEDED', false],
  ['is of a deployment that goes back', 'ROLLBACK_IN_PROGRESS', 'ecs-pause-1', 'AWAITING_ACTION', true],
  ['is of a deployment that is over', 'SUCCESSFUL', 'ecs-pause-0', 'SUCCEEDED', true],
])('a pause that %s', (_, status, hookId, hook, isOver) => {
  const deployment = serviceDeploymentIn({
    status,
    lifecycleHookDetails: [{ hookId, targetType: 'PAUSE', status: hook }],
  });
  expect(isPauseOver(deployment, 'ecs-pause-1')).toBe(isOver);
});
