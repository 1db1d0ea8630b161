import { type Alarm, type Look, verdict } from '@actions-aws/gates';
import { evidenceOf, REMEDIES, type Rules, type Sample } from '../src/canary/evidence.ts';

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
type Given = Omit<Look, 'evidence'> & { readonly samples: readonly Sample[] };
const look: Given = { alarms: quiet, samples: called(25), isOver: true };

const says = (given: Partial<Given>, rule: Partial<Rules> = {}) => {
  const { samples, ...rest } = { ...look, ...given };
  const judged = { ...rules, ...rule };
  const found = verdict({ ...rest, evidence: evidenceOf(samples, judged) }, judged, REMEDIES);
  return [found.is, ...('because' in found ? found.because : found.doubts)].join(' | ');
};

test.each<[string, Partial<Given>, Partial<Rules>, string]>([
  ['nothing watches, and enough users came', { alarms: [] }, { alarms: [] }, 'passed'],
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
])('%s', (_, given, rule, expected) => {
  expect(says(given, rule)).toBe(expected);
});
