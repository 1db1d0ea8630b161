import { standingOf, toDescribe } from '../src/plan/standing.ts';
import {
  arnOf,
  before,
  brief,
  deployment,
  deploymentArn,
  live,
  newer,
  older,
  paused,
  serviceOn,
} from './support/situations.ts';

type Given = Parameters<typeof standingOf>;

const rolledBack = (id: string, to: string, status = 'ROLLBACK_SUCCESSFUL') =>
  deployment(id, status, { rollback: { reason: 'Breaker.', startedAt: 60, serviceRevisionArn: arnOf(to) } });
const running = (id: string, count: number) => ({ arn: arnOf(id), runningTaskCount: count });

test.each<[string, Given, string]>([
  [
    'the newest went well',
    [serviceOn(live), [brief(live, 'SUCCESSFUL'), brief(before, 'SUCCESSFUL')], []],
    'resting 1003',
  ],
  ['none is listed: older than what ECS keeps', [serviceOn(live), [], []], 'resting 1003'],
  [
    'it went well since it was listed',
    [serviceOn(live), [brief(live, 'IN_PROGRESS')], [deployment(live, 'SUCCESSFUL')]],
    'resting 1003',
  ],
  ['it is under way', [serviceOn(live), [brief(live, 'IN_PROGRESS')], [deployment(live)]], 'moving 1003'],
  [
    'it waits for another',
    [
      serviceOn(newer),
      [brief(newer, 'PENDING'), brief(live, 'IN_PROGRESS')],
      [deployment(newer, 'PENDING'), paused(live)],
    ],
    'moving 1004 1003',
  ],
  [
    'the newer went back, the other is under way',
    [
      serviceOn(newer),
      [brief(newer, 'ROLLBACK_SUCCESSFUL'), brief(live, 'IN_PROGRESS')],
      [rolledBack(newer, before), paused(live)],
    ],
    'moving 1003 behind 1004 over',
  ],
  [
    'the newer goes back, the other is under way',
    [
      serviceOn(newer),
      [brief(newer, 'ROLLBACK_IN_PROGRESS'), brief(live, 'IN_PROGRESS')],
      [rolledBack(newer, before, 'ROLLBACK_IN_PROGRESS'), paused(live)],
    ],
    'moving 1003 behind 1004',
  ],
  [
    'it goes back',
    [serviceOn(live), [brief(live, 'ROLLBACK_REQUESTED')], [deployment(live, 'ROLLBACK_REQUESTED')]],
    'going back 1003',
  ],
  [
    'it goes back, and PRIMARY has',
    [serviceOn(before), [brief(live, 'ROLLBACK_IN_PROGRESS')], [deployment(live, 'ROLLBACK_IN_PROGRESS')]],
    'going back 1003',
  ],
  [
    'it went back',
    [serviceOn(live), [brief(live, 'ROLLBACK_SUCCESSFUL')], [rolledBack(live, older)]],
    'resting 1001 undone 1003: Breaker.',
  ],
  [
    'it went back, and does not say where to',
    [
      serviceOn(live),
      [brief(live, 'ROLLBACK_SUCCESSFUL')],
      [deployment(live, 'ROLLBACK_SUCCESSFUL', { statusReason: 'It was stopped.' })],
    ],
    'resting 1002 undone 1003: It was stopped.',
  ],
  [
    'it went back to one of several',
    [
      serviceOn(live, { currentServiceRevisions: [running(older, 2), running(live, 0)] }),
      [brief(live, 'ROLLBACK_SUCCESSFUL')],
      [
        deployment(live, 'ROLLBACK_SUCCESSFUL', {
          sourceServiceRevisions: [{ arn: arnOf(older) }, { arn: arnOf(before) }],
        }),
      ],
    ],
    'resting 1001 undone 1003: ',
  ],
  [
    'it went back, and nothing says where to',
    [
      serviceOn(live),
      [brief(live, 'ROLLBACK_SUCCESSFUL')],
      [deployment(live, 'ROLLBACK_SUCCESSFUL', { sourceServiceRevisions: [] })],
    ],
    'not known',
  ],
  [
    'going back failed',
    [serviceOn(live), [brief(live, 'ROLLBACK_FAILED')], [rolledBack(live, before, 'ROLLBACK_FAILED')]],
    'broken off 1003',
  ],
  ['it was stopped', [serviceOn(live), [brief(live, 'STOPPED')], [deployment(live, 'STOPPED')]], 'broken off 1003'],
  ['the service was told to go on since', [serviceOn(newer), [brief(live, 'SUCCESSFUL')], []], 'not known'],
  [
    'the service was told to go on since it went back',
    [serviceOn(newer), [brief(live, 'ROLLBACK_SUCCESSFUL')], [rolledBack(live, before)]],
    'not known',
  ],
  ['it is listed, and cannot be read yet', [serviceOn(live), [brief(live, 'IN_PROGRESS')], []], 'not known'],
  [
    'the service names no deployment',
    [serviceOn(live, { deployments: [] }), [brief(live, 'SUCCESSFUL')], []],
    'resting 1003',
  ],
])('%s', (_, given, expected) => {
  expect(inWords(standingOf(...given))).toBe(expected);
});

function inWords(standing: ReturnType<typeof standingOf>): string {
  switch (standing?.is) {
    case undefined:
      return 'not known';
    case 'resting':
      return `resting ${standing.live}${standing.undone ? ` undone ${standing.undone.revision}: ${standing.undone.reason}` : ''}`;
    case 'moving': {
      const { behind } = standing;
      const ids = standing.deployments.map(({ target }) => target.arn.slice(-4)).join(' ');
      return `moving ${ids}${behind ? ` behind ${behind.revision}${behind.isOver ? ' over' : ''}` : ''}`;
    }
    case 'going back':
      return `going back ${standing.undone.revision}`;
    case 'broken off':
      return `broken off ${standing.target}`;
  }
}

test('what has to be read whole: what is under way, and the newest unless it went well', () => {
  const ids = (...briefs: ReturnType<typeof brief>[]) => toDescribe(briefs);
  expect(ids(brief(live, 'SUCCESSFUL'), brief(before, 'ROLLBACK_SUCCESSFUL'))).toEqual([]);
  expect(ids(brief(live, 'ROLLBACK_FAILED'), brief(before, 'STOPPED'))).toEqual([deploymentArn(live)]);
  expect(ids(brief(newer, 'PENDING'), brief(live, 'A_NEW_STATUS'), brief(before, 'SUCCESSFUL'))).toEqual([
    deploymentArn(newer),
    deploymentArn(live),
  ]);
  expect(ids()).toEqual([]);
});
