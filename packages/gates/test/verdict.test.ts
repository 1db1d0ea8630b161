import { type Alarm, type Look, type Rules, stillIgnored, verdict } from '../src/index.ts';

const rules: Rules = { alarms: ['errors', 'latency'], onInsufficientData: 'hold', ignored: [] };
const alarm = (name: string, state: Alarm['state'], reason = ''): Alarm => ({ name, state, reason });
const quiet = [alarm('errors', 'OK'), alarm('latency', 'OK')];
const look: Look = { alarms: quiet, isOver: true };
const remedies = { tooLittle: 'Put the alarm right.' };

const says = (given: Partial<Look>, rule: Partial<Rules> = {}) => {
  const found = verdict({ ...look, ...given }, { ...rules, ...rule }, remedies);
  return [found.is, ...('because' in found ? found.because : found.doubts)].join(' | ');
};
const evidence = { breaches: ['every call failed'], doubts: [], hint: 'Read the log.' };

test.each<[string, Partial<Look>, Partial<Rules>, string]>([
  ['all is well, and it is over', {}, {}, 'passed'],
  ['all is well, but it is not over', { isOver: false }, {}, 'open'],
  [
    'an alarm fires',
    { isOver: false, alarms: [alarm('errors', 'ALARM', 'Threshold Crossed: 1 datapoint.'), quiet[1]!] },
    {},
    'breached | the alarm errors fired (Threshold Crossed: 1 datapoint)',
  ],
  [
    'two fire',
    { alarms: [alarm('errors', 'ALARM'), alarm('latency', 'ALARM')] },
    {},
    'breached | the alarm errors fired | the alarm latency fired',
  ],
  ['an alarm is deleted meanwhile', { isOver: false, alarms: [quiet[0]!] }, {}, 'breached | the alarm latency is gone'],
  ['one fires that did before', { alarms: [alarm('errors', 'ALARM'), quiet[1]!] }, { ignored: ['errors'] }, 'passed'],
  [
    'one fires that did before, and another',
    { alarms: [alarm('errors', 'ALARM'), alarm('latency', 'ALARM')] },
    { ignored: ['errors'] },
    'breached | the alarm latency fired',
  ],
  ['an alarm fires that was not asked for', { alarms: [...quiet, alarm('other', 'ALARM')] }, {}, 'passed'],
  [
    'an alarm knows nothing',
    { alarms: [quiet[0]!, alarm('latency', 'INSUFFICIENT_DATA', 'Unchecked: Initial alarm creation')] },
    {},
    'open | the alarm latency has too little data (Unchecked: Initial alarm creation)',
  ],
  [
    'an alarm has fired between two looks',
    { isOver: false, fired: [{ name: 'latency', at: Date.UTC(2026, 0, 1, 12, 3, 10) }] },
    {},
    'breached | the alarm latency fired at 12:03:10Z, and does not any more',
  ],
  [
    'whether one has is not known',
    { unknown: ['whether it fired is not known'] },
    { onInsufficientData: 'fail' },
    'breached | whether it fired is not known',
  ],
  [
    'an alarm is OK by what CloudWatch could evaluate last',
    { alarms: [quiet[0]!, { ...alarm('latency', 'OK', 'Threshold Crossed.'), impaired: 'EVALUATION_FAILURE' }] },
    {},
    'open | the alarm latency is OK, but is not evaluated as it should be: EVALUATION_FAILURE (Threshold Crossed)',
  ],
  [
    'an alarm fires by partial data',
    { isOver: false, alarms: [quiet[0]!, { ...alarm('latency', 'ALARM'), impaired: 'PARTIAL_DATA' }] },
    {},
    'breached | the alarm latency fired',
  ],
  [
    'an alarm fires where too little data may pass',
    { alarms: [alarm('errors', 'ALARM'), alarm('latency', 'INSUFFICIENT_DATA')] },
    { onInsufficientData: 'pass' },
    'breached | the alarm errors fired',
  ],
  ['something else went wrong, and time is left', { isOver: false, evidence }, {}, 'breached | every call failed'],
  [
    'something else went wrong, and an alarm fires',
    { alarms: [alarm('errors', 'ALARM'), quiet[1]!], evidence },
    {},
    'breached | the alarm errors fired | every call failed',
  ],
  [
    'something else is not known',
    { evidence: { breaches: [], doubts: ['it was not called'] } },
    {},
    'open | it was not called',
  ],
  [
    'something else is not known, and that may be so',
    { evidence: { breaches: [], doubts: ['it was not called'] } },
    { onInsufficientData: 'pass' },
    'passed | it was not called',
  ],
])('%s', (_, given, rule, expected) => {
  expect(says(given, rule)).toBe(expected);
});

test('what is not known has its own remedy, and what went wrong has its own', () => {
  const unknown = { ...look, unknown: ['whether it fired is not known'] };
  expect(verdict(unknown, { ...rules, onInsufficientData: 'fail' }, remedies)).toEqual({
    is: 'breached',
    because: ['whether it fired is not known'],
    hint: 'Put the alarm right.',
    isUnknown: true,
  });
  expect(verdict({ ...look, evidence }, rules, remedies)).toMatchObject({ hint: 'Read the log.' });
  expect(verdict({ ...look, alarms: [] }, rules, remedies)).not.toHaveProperty('hint');
});

test('an alarm that fired before counts again once it has been OK; one that knows nothing has not', () => {
  expect(stillIgnored(['errors'], [alarm('errors', 'ALARM')])).toEqual(['errors']);
  expect(stillIgnored(['errors'], [alarm('errors', 'INSUFFICIENT_DATA')])).toEqual(['errors']);
  expect(stillIgnored(['errors'], [alarm('errors', 'OK')])).toEqual([]);
});
