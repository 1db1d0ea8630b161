import { outcomeOf, plan } from '../src/plan/plan.ts';
import { ANY, type Desired, type Observed } from '../src/plan/state.ts';
import {
  backOn,
  before,
  brokenOff,
  deployed,
  deployment,
  deploymentArn,
  desiring,
  goingBack,
  live,
  moving,
  newer,
  older,
  owner,
  paused,
  resting,
  seeing,
  target,
  taskDefinition,
} from './support/situations.ts';

const OVER = ['register', 'update', 'await-live'];
const error = { code: 'error', message: 'no' } as const;
const mine = { ...backOn(before, live, owner.run) };

type Row = [string, Partial<Observed>, Partial<Desired>, readonly string[]];

const finished: Row[] = [
  ['a deployment that is over', {}, {}, OVER],
  ['only if it is live: it is', {}, { onlyIf: live }, OVER],
  ['only if it is live: it is not', {}, { onlyIf: newer }, ['superseded']],
  ['only if what was before it is live', {}, { onlyIf: before }, ['superseded']],
  ['another hand deployed it', { mark: undefined }, { onlyIf: live }, OVER],
  ['the copy is registered', { registered: taskDefinition() }, {}, ['update', 'await-live']],
  ['it is deployed', { ours: { revision: newer, deployment: '' } }, {}, ['await-live']],
  ['it is over', { ours: { revision: newer, deployment: '' }, isOver: true }, {}, ['rolled-back']],
  ['by name', { target: target(older) }, { to: older }, OVER],
  ['by name to what is live', {}, { to: live }, ['noop']],
  ['something went wrong', { failure: error }, {}, ['failed']],
  [
    'something went wrong after the write',
    { failure: error, ours: { revision: newer, deployment: '' } },
    {},
    ['rollback-failed'],
  ],
  [
    'nothing tells what is so',
    { failure: error, isUnreadable: true, ours: { revision: newer, deployment: '' } },
    {},
    ['unknown'],
  ],
];

const twice: Row[] = [
  ['pressed twice', { standing: resting(newer), mark: backOn(before, live) }, {}, ['noop']],
  [
    'pressed twice with its condition',
    { standing: resting(newer), mark: backOn(before, live) },
    { onlyIf: live },
    ['noop'],
  ],
  [
    'to undo the rollback without a name',
    { standing: resting(newer), mark: backOn(before, live) },
    { onlyIf: newer },
    ['noop'],
  ],
  ['further back by name', { standing: resting(newer), mark: backOn(before, live) }, { to: older }, OVER],
  ['forward again by name', { standing: resting(newer), mark: backOn(before, live) }, { to: live }, OVER],
  ['by name to where it went back', { standing: resting(newer), mark: backOn(before, live) }, { to: before }, ['noop']],
  ['our own write', { standing: resting(newer), mark: mine }, {}, ['rolled-back']],
  ['our own write, with its condition', { standing: resting(newer), mark: mine }, { onlyIf: live }, ['rolled-back']],
  ['our own write, by name', { standing: resting(newer), mark: mine }, { to: before }, ['rolled-back']],
  ['our own write, and another name now', { standing: resting(newer), mark: mine }, { to: older }, OVER],
  ['our own write undid another one', { standing: resting(newer), mark: mine }, { onlyIf: older }, ['superseded']],
  [
    'two runs outside of a workflow',
    { standing: resting(newer), mark: backOn(before, live, 'local') },
    { owner: { ...owner, run: 'local' } },
    ['noop'],
  ],
  [
    'pressed twice, where ecs-deploy went back',
    { standing: resting(newer), mark: { ...deployed(before), undid: live } },
    {},
    ['noop'],
  ],
];

const byEcs: Row[] = [
  ['ECS went back', { standing: resting(before, live) }, {}, ['noop']],
  ['ECS went back from what should be undone', { standing: resting(before, live) }, { onlyIf: live }, ['noop']],
  ['this run had it go back', { standing: resting(before, live), asked: [deploymentArn(live)] }, {}, ['rolled-back']],
  [
    'ECS went back, and further by name',
    { standing: resting(before, live), target: target(older) },
    { to: older },
    OVER,
  ],
  ['ECS went back to what is named', { standing: resting(before, live) }, { to: before, onlyIf: live }, ['noop']],
  ['ECS went back from another one', { standing: resting(before, live) }, { onlyIf: newer }, ['superseded']],
  ['it goes back', { standing: goingBack(live) }, {}, ['await-back']],
  ['it goes back from what should be undone', { standing: goingBack(live) }, { onlyIf: live }, ['await-back']],
  ['it goes back from another one', { standing: goingBack(live) }, { onlyIf: before }, ['superseded']],
  ['it goes back, and further by name', { standing: goingBack(live) }, { to: older }, ['await-back', ...OVER]],
  ['it goes back to what is named', { standing: goingBack(live) }, { to: before }, ['await-back']],
];

const underWay: Row[] = [
  ['under way', { standing: moving(deployment(live)) }, {}, ['stop', 'await-back']],
  ['at its pause', { standing: moving(paused(live)) }, {}, ['answer', 'await-back']],
  ['at its pause, with its condition', { standing: moving(paused(live)) }, { onlyIf: live }, ['answer', 'await-back']],
  ['under way, and only what was before it', { standing: moving(paused(live)) }, { onlyIf: before }, ['superseded']],
  ['another answer came first', { standing: moving(paused(live)), lost: ['h1'] }, {}, ['stop', 'await-back']],
  ['the next pause', { standing: moving(paused(live, 'h2')), lost: ['h1'] }, {}, ['answer', 'await-back']],
  ['it was asked', { standing: moving(paused(live)), asked: [deploymentArn(live)] }, {}, ['await-back']],
  [
    'under way, and by name to where it came from',
    { standing: moving(paused(live)) },
    { to: before },
    ['answer', 'await-back'],
  ],
  [
    'under way, and further by name',
    { standing: moving(deployment(live)) },
    { to: older },
    ['stop', 'await-back', ...OVER],
  ],
  [
    'one waits for another',
    { standing: moving(deployment(newer, 'PENDING'), paused(live)) },
    {},
    ['stop', 'answer', 'await-back'],
  ],
  [
    'one waits for another, and it is meant',
    { standing: moving(deployment(newer, 'PENDING'), paused(live)) },
    { onlyIf: newer },
    ['stop', 'await-back'],
  ],
  [
    'one waits for another, and the other is meant',
    { standing: moving(deployment(newer, 'PENDING'), paused(live)) },
    { onlyIf: live },
    ['superseded'],
  ],
  ['the newer one went back, and it was meant', { standing: behind(true) }, { onlyIf: newer }, ['noop']],
  [
    'the newer one went back by this run',
    { standing: behind(true), asked: [deploymentArn(newer)] },
    { onlyIf: newer },
    ['rolled-back'],
  ],
  ['the newer one goes back, and it was meant', { standing: behind(false) }, { onlyIf: newer }, ['await-back']],
  ['the newer one went back, and any is meant', { standing: behind(true) }, {}, ['answer', 'await-back']],
  [
    'it failed after it was asked',
    { standing: moving(paused(live)), asked: [deploymentArn(live)], failure: error },
    {},
    ['rollback-failed'],
  ],
];

const helped: Row[] = [
  [
    "a colleague's rollback is under way",
    { standing: moving(paused(newer)), mark: backOn(before, live) },
    {},
    ['await-live'],
  ],
  [
    "a colleague's rollback of what should be undone",
    { standing: moving(paused(newer)), mark: backOn(before, live) },
    { onlyIf: live },
    ['await-live'],
  ],
  [
    "a colleague's rollback of another one",
    { standing: moving(paused(newer)), mark: backOn(before, older) },
    { onlyIf: live },
    ['superseded'],
  ],
  [
    "a colleague's rollback, and elsewhere by name",
    { standing: moving(paused(newer)), mark: backOn(before, live) },
    { to: older },
    ['answer', 'await-back', ...OVER],
  ],
  [
    "a colleague's rollback, and there by name",
    { standing: moving(paused(newer)), mark: backOn(before, live) },
    { to: before },
    ['await-live'],
  ],
  [
    'our own, which an attempt before this began',
    { standing: moving(paused(newer)), mark: mine },
    { onlyIf: live },
    ['await-live'],
  ],
];

const broken: Row[] = [
  ['a deployment that broke off', { standing: brokenOff(live) }, {}, OVER],
  ['a deployment that was stopped', { standing: brokenOff(live, 'STOPPED') }, { onlyIf: live }, OVER],
  ['another one broke off', { standing: brokenOff(live) }, { onlyIf: older }, ['superseded']],
  ['our own way back broke off', { standing: brokenOff(newer), mark: mine }, { onlyIf: live }, OVER],
];

test.each([...finished, ...twice, ...byEcs, ...underWay, ...helped, ...broken])(
  '%s',
  (_, observed, desired, expected) => {
    const [seen, wanted] = [seeing(observed), desiring(desired)];
    const steps = plan(seen, wanted).steps.map((step) => step.do);
    expect(steps.length > 0 ? steps : [outcomeOf(seen, wanted)]).toEqual(expected);
  },
);

function behind(isOver: boolean): Observed['standing'] {
  const undone = { revision: newer, reason: '', at: undefined, isOver };
  return { is: 'moving', deployments: [paused(live)], target: live, behind: undone };
}

test('a pause is answered by its own id, and what is stopped is named', () => {
  const standing = moving(deployment(newer, 'PENDING'), paused(live, 'h7'));
  expect(plan(seeing({ standing }), desiring()).steps.slice(0, 2)).toEqual([
    { do: 'stop', deployment: deploymentArn(newer), revision: newer },
    { do: 'answer', deployment: deploymentArn(live), hook: 'h7', revision: live },
  ]);
});

test('what is deployed over what, and with which fields, is in the plan', () => {
  const undoing = { ...seeing().undoing!, raw: { platformVersion: '1.5.0' } };
  const seen = seeing({
    undoing,
    target: { ...target(before), revision: { ...target(before).revision, raw: { platformVersion: '1.4.0' } } },
  });
  expect(plan(seen, desiring({ onlyIf: ANY })).steps[1]).toEqual({
    do: 'update',
    from: live,
    to: before,
    fields: ['platformVersion'],
  });
});

test.each([
  ['another deployment won', { code: 'pointer-changed', message: 'no' }, 'superseded'],
  ['the service cannot be read', { code: 'pointer-unreadable', message: 'no' }, 'unknown'],
  ['the deployment failed', { code: 'deployment-failed', message: 'no' }, 'rollback-failed'],
] as const)('%s: its outcome', (_, failure, outcome) => {
  expect(outcomeOf(seeing({ failure, ours: { revision: newer, deployment: '' } }), desiring())).toBe(outcome);
});
