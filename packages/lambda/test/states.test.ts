import { isRuntimePinned, judgeProvisioned, judgeState, judgeUpdate } from '../src/index.ts';

test.each([
  ['Pending', 'wait', 'wait'],
  ['Active', 'act', 'act'],
  ['Inactive', 'act', 'wake'],
  ['Failed', 'end', 'end'],
  ['Deactivating', 'end', 'end'],
  ['Deactivated', 'end', 'end'],
  ['ActiveNonInvocable', 'end', 'end'],
  ['Deleting', 'end', 'end'],
])('%s: for $LATEST %s, for a version %s, with the reason that AWS gives', (state, latest, version) => {
  const seen = { state, stateReason: 'InternalError: It broke.' };
  const why = `is in the state ${state} (InternalError: It broke.)`;
  expect(judgeState(seen, 'latest')).toEqual({ is: latest, why });
  expect(judgeState(seen, 'version')).toEqual({ is: version, why });
});

test.each([
  ['Successful', 'act'],
  ['InProgress', 'wait'],
  ['Failed', 'end'],
])('an update that is %s: %s', (lastUpdateStatus, is) => {
  expect(judgeUpdate({ lastUpdateStatus, lastUpdateReason: '' }).is).toBe(is);
});

test.each([
  ['READY', 'act'],
  ['IN_PROGRESS', 'wait'],
  ['FAILED', 'end'],
])('provisioned concurrency that is %s: %s', (status, is) => {
  expect(judgeProvisioned(status, '').is).toBe(is);
});

test.each(['Frozen', 'constructor', '', 'active'])(
  'what AWS has not told of before (%j) ends the run by its name',
  (name) => {
    const why = (words: string) => `${words} "${name}", which this action does not know (new)`;
    expect(judgeState({ state: name, stateReason: 'new' }, 'version')).toEqual({
      is: 'end',
      why: why('is in the state'),
    });
    expect(judgeUpdate({ lastUpdateStatus: name, lastUpdateReason: 'new' })).toEqual({
      is: 'end',
      why: why('has the last update status'),
    });
    expect(judgeProvisioned(name, 'new')).toEqual({ is: 'end', why: why('has the status') });
  },
);

test.each([
  ['Auto', false],
  ['FunctionUpdate', false],
  ['Manual', true],
  ['Weekly', true],
  ['', true],
  ['constructor', true],
])('runtime updates by the mode %j pin the runtime: %s', (mode, pinned) => {
  expect(isRuntimePinned(mode)).toBe(pinned);
});
