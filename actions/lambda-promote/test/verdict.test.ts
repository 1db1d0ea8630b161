import { type Alarm, type Look, type Rules, type Sample, stillIgnored, verdict } from '../src/canary/verdict.ts';

const rules: Rules = { alarms: ['errors', 'latency'], onInsufficientData: 'hold', errorFloor: 'default', ignored: [] };
const alarm = (name: string, state: Alarm['state'], reason = ''): Alarm => ({ name, state, reason });
const quiet = [alarm('errors', 'OK'), alarm('latency', 'OK')];
const called = (invocations: number, wanted = 10, more: Partial<Sample> = {}): readonly Sample[] => [
  {
    name: 'api:7',
    invocations,
    errors: 0,
    untold: 0,
    wanted,
    live: { name: 'api:6', invocations: 100, errors: 0 },
    ...more,
  },
];
const look: Look = { alarms: quiet, samples: called(25), isOver: true };

const says = (given: Partial<Look>, rule: Partial<Rules> = {}) => {
  const found = verdict({ ...look, ...given }, { ...rules, ...rule });
  return [found.is, ...('because' in found ? found.because : found.doubts)].join(' | ');
};

test.each<[string, Partial<Look>, Partial<Rules>, string]>([
  ['all is well, and it is over', {}, {}, 'passed'],
  ['all is well, but it is not over', { isOver: false }, {}, 'open'],
  ['nothing watches, and enough users came', { alarms: [] }, { alarms: [] }, 'passed'],
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
    'too few users came, and time is left',
    { isOver: false, samples: called(3) },
    {},
    'open | api:7 was called 3 times only, of 10 that are wanted',
  ],
  ['too few users came', { samples: called(3) }, {}, 'open | api:7 was called 3 times only, of 10 that are wanted'],
  ['no user came', { samples: called(0) }, { onInsufficientData: 'fail' }, 'breached | api:7 was not called'],
  [
    'no user came, and that may be',
    { samples: called(0) },
    { onInsufficientData: 'pass' },
    'passed | api:7 was not called',
  ],
  ['no user need come', { samples: called(0, 0) }, {}, 'passed'],
  [
    'every call fails, and time is left',
    { isOver: false, samples: called(3, 10, { errors: 3 }) },
    {},
    'breached | api:7 failed all of its 3 calls',
  ],
  [
    'every call fails, and too little is known',
    { samples: called(3, 10, { errors: 3 }) },
    { onInsufficientData: 'pass' },
    'breached | api:7 failed all of its 3 calls',
  ],
  [
    'every call fails, and an alarm fires',
    { alarms: [alarm('errors', 'ALARM'), quiet[1]!], samples: called(3, 10, { errors: 3 }) },
    {},
    'breached | the alarm errors fired | api:7 failed all of its 3 calls',
  ],
  [
    'every call fails, and an alarm fires that did before',
    { alarms: [alarm('errors', 'ALARM'), quiet[1]!], samples: called(25, 10, { errors: 25 }) },
    { ignored: ['errors'] },
    'breached | api:7 failed all of its 25 calls',
  ],
  [
    'every call fails, and errors do not matter',
    { samples: called(25, 10, { errors: 25 }) },
    { errorFloor: 'none' },
    'passed',
  ],
  [
    'it is not told whether calls failed',
    { samples: called(25, 10, { untold: 4 }) },
    {},
    'open | of 4 calls of api:7, and of what is live beside it, it is not known whether they failed',
  ],
  [
    'it is not told whether calls failed, and errors do not matter',
    { samples: called(25, 10, { untold: 4 }) },
    { errorFloor: 'none' },
    'passed',
  ],
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
])('%s', (_, given, rule, expected) => {
  expect(says(given, rule)).toBe(expected);
});

test('an alarm that fired before counts again once it has been OK; one that knows nothing has not', () => {
  expect(stillIgnored(['errors'], [alarm('errors', 'ALARM')])).toEqual(['errors']);
  expect(stillIgnored(['errors'], [alarm('errors', 'INSUFFICIENT_DATA')])).toEqual(['errors']);
  expect(stillIgnored(['errors'], [alarm('errors', 'OK')])).toEqual([]);
});
