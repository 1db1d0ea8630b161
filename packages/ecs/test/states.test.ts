import { isInFlight, judgeDeployment, judgeHook, progressOf, stageInWords } from '../src/index.ts';

test.each([
  ['PENDING', 'wait', 'pending', true],
  ['IN_PROGRESS', 'wait', 'under way', true],
  ['STOP_REQUESTED', 'wait', 'going back', true],
  ['ROLLBACK_REQUESTED', 'wait', 'going back', true],
  ['ROLLBACK_IN_PROGRESS', 'wait', 'going back', true],
  ['SUCCESSFUL', 'act', 'successful', false],
  ['STOPPED', 'end', 'stopped', false],
  ['ROLLBACK_SUCCESSFUL', 'end', 'back', false],
  ['ROLLBACK_FAILED', 'end', 'stopped', false],
  ['HIBERNATED', 'end', 'unknown', true],
  ['toString', 'end', 'unknown', true],
])('a deployment that is %s: %s, %s', (status, answer, progress, inFlight) => {
  const deployment = { status, statusReason: 'because' };
  expect(judgeDeployment(deployment).is).toBe(answer);
  expect(judgeDeployment(deployment).why).toContain(status);
  expect(judgeDeployment(deployment).why).toContain('(because)');
  expect(progressOf(deployment)).toBe(progress);
  expect(isInFlight(deployment)).toBe(inFlight);
});

test('a status that is not known ends the run by its name', () => {
  expect(judgeDeployment({ status: 'HIBERNATED', statusReason: '' })).toEqual({
    is: 'end',
    why: 'has the status "HIBERNATED", which this action does not know',
  });
});

test.each([
  ['AWAITING_ACTION', 'act'],
  ['IN_PROGRESS', 'wait'],
  ['SUCCEEDED', 'wait'],
  ['FAILED', 'wait'],
  ['TIMED_OUT', 'wait'],
  ['ASLEEP', 'end'],
])('a hook that is %s: %s', (status, answer) => {
  expect(judgeHook({ status }).is).toBe(answer);
});

test('stages are for people: one that is not known is told by its name', () => {
  expect(stageInWords('SCALE_UP')).toBe('starts tasks');
  expect(stageInWords('PRE_PRODUCTION_TRAFFIC_SHIFT')).toBe('is in the stage PRE_PRODUCTION_TRAFFIC_SHIFT');
  expect(stageInWords('')).toBe('');
});
