import type { OwnerMark } from '@actions-aws/ecs';
import { answerToRival } from '../src/plan/ownership.ts';
import type { Desired } from '../src/plan/state.ts';
import { bringing, deployment, order, owner } from './support/situations.ts';

const CONTENT = 'the same';
const older = { order: { ...order, number: 56 }, owner: { ...owner, run: '811' } };
const newer = { order: { ...order, number: 58 }, owner: { ...owner, run: '813' } };
const other = { order: { workflow: 'ffffffffffff', number: 9 }, owner: { ...owner, run: '900' } };
const earlier = { order, owner };
const staged = { isPaused: true, test: 100 };
const waits: Desired['whenBusy'] = 'wait';

test.each<[string, Partial<OwnerMark>, Parameters<typeof deployment>[1], Desired['whenBusy'], string]>([
  ['of an earlier attempt', earlier, {}, waits, 'adopt'],
  ['of an earlier attempt, which goes back', earlier, { status: 'ROLLBACK_IN_PROGRESS' }, waits, 'wait'],
  ['of an earlier attempt, which takes users back', { ...earlier, undid: '9' }, staged, waits, 'wait'],
  ['of an older run', older, staged, waits, 'wait'],
  ['of an older run, which is not waited for', older, staged, 'fail', 'busy'],
  ['of an older run, which is replaced', older, staged, 'replace', 'roll back'],
  ['of a newer run', newer, staged, waits, 'superseded'],
  ['of another workflow', other, staged, waits, 'superseded'],
  ['that an older run holds', { ...older, until: 'staged' }, staged, waits, 'adopt'],
  ['that another workflow holds', { ...other, until: 'staged' }, staged, waits, 'adopt'],
  ['that a newer run holds', { ...newer, until: 'staged' }, staged, waits, 'superseded'],
  ['that will be held', { ...older, until: 'staged' }, {}, waits, 'wait'],
  ['that will be held, and pauses before', { ...older, until: 'staged' }, { isPaused: true }, waits, 'wait'],
  ['held at a share', { ...older, until: '10' }, { ...staged, users: 10 }, waits, 'adopt'],
  ['that will be held at a share', { ...older, until: '10' }, staged, waits, 'wait'],
  ['that was held, and went on', { ...older, until: '10' }, { test: 100, users: 50 }, waits, 'adopt'],
  ['with a word on that from the future', { ...older, until: 'noon' }, staged, waits, 'wait'],
])('a deployment of the same content %s', (_, mark, given, whenBusy, answer) => {
  const rival = { deployment: deployment('3', given), brings: bringing('3', '3', { ...mark, content: CONTENT }) };
  const deployer = { owner: { ...owner, attempt: 2, nonce: 'ffffffff' }, order };
  expect(answerToRival(rival, CONTENT, { deployer, whenBusy }, 0)).toBe(answer);
});

const LEASE = 1_000_000;
const BEFORE = LEASE + 59_000;
const AFTER = LEASE + 60_000;
const leased = { ...older, lease: LEASE };

test.each<[string, Partial<OwnerMark>, Parameters<typeof deployment>[1], Desired['whenBusy'], number, string]>([
  ['before its time is up', leased, {}, waits, BEFORE, 'wait'],
  ['whose time is up', leased, {}, waits, AFTER, 'roll back'],
  ['whose time is up, where no other is waited for', leased, {}, 'fail', AFTER, 'roll back'],
  ['whose time is up, at its pause', leased, staged, waits, AFTER, 'roll back'],
  ['whose time is up, at a share', leased, { ...staged, users: 10 }, waits, AFTER, 'roll back'],
  ['whose time is up, and which has all users', leased, { test: 100, users: 100 }, waits, AFTER, 'wait'],
  ['whose time is up, and which goes back', leased, { status: 'ROLLBACK_IN_PROGRESS' }, waits, AFTER, 'wait'],
  ['whose time is up, and which takes users back', { ...leased, undid: '9' }, staged, waits, AFTER, 'wait'],
  ['whose time is up, and which is held', { ...leased, until: '10' }, staged, waits, AFTER, 'wait'],
  ['whose time is not known', older, {}, waits, AFTER, 'wait'],
  ['of a newer run, whose time is up', { ...newer, lease: LEASE }, {}, waits, AFTER, 'superseded'],
  ['of another workflow, whose time is up', { ...other, lease: LEASE }, {}, waits, AFTER, 'superseded'],
])('a deployment of other content %s', (_, mark, given, whenBusy, at, answer) => {
  const rival = { deployment: deployment('3', given), brings: bringing('3', '3', { ...mark, content: 'another' }) };
  const deployer = { owner: { ...owner, attempt: 2, nonce: 'ffffffff' }, order };
  expect(answerToRival(rival, CONTENT, { deployer, whenBusy }, at)).toBe(answer);
});
