import type { JournalEntry } from '@actions-aws/local-aws';
import { astray } from '../src/lambda/led.ts';
import type { Visit } from '../src/lambda/visit.ts';

const live = { functionName: 'api', qualifier: 'live', settlesMs: 100 };

/** The alias is written. */
const wrote = (effectAt: number, input: object, alias = 'api:live') =>
  ({
    operation: 'UpdateAlias',
    resource: `arn:aws:lambda:eu-west-1:123456789012:function:${alias}`,
    effectAt,
    input,
  }) as JournalEntry;
const to = (version: string, share?: Record<string, number>) => ({
  FunctionVersion: version,
  RoutingConfig: { AdditionalVersionWeights: share ?? {} },
});
/** A user is answered by a version. */
const met = (version: string, at: number, sent = at): Visit => ({ sent, at, version, body: '' });

const toTwo = wrote(1000, to('2'));
const toThree = wrote(2000, to('3'));
const aTenth = wrote(2000, to('2', { 3: 0.1 }));

test.each<[string, Visit, readonly JournalEntry[], boolean]>([
  ['before anything is known', met('1', 900), [toTwo], true],
  ['what the alias leads to', met('2', 1500), [toTwo], true],
  ['what it led to before the first write, in time', met('1', 1100), [toTwo], true],
  ['what it led to before the first write, too late', met('1', 1101), [toTwo], false],
  ['what it led to before, in time', met('2', 2100), [toTwo, toThree], true],
  ['what it led to before, too late', met('2', 2101), [toTwo, toThree], false],
  ['what it led to before, by a request that was sent in time', met('2', 2300, 2100), [toTwo, toThree], true],
  ['what it led to two writes ago, in time', met('1', 1050), [toTwo, wrote(1040, to('3'))], true],
  ['what it is to lead to later', met('3', 1999), [toTwo, toThree], false],
  ['what it led to, by a write that came later than another', met('2', 2500), [toThree, toTwo], false],
  ['a candidate with a share', met('3', 5000), [toTwo, aTenth], true],
  ['a candidate that was taken back, too late', met('3', 3101), [toTwo, aTenth, wrote(3000, to('2'))], false],
  ['a version of no write at all', met('7', 2050), [toTwo, toThree], false],
  ['anything, after a write that says only half', met('7', 2050), [toTwo, wrote(2000, { Description: '' })], true],
  ['what another alias leads to', met('3', 2500), [toTwo, wrote(2000, to('3'), 'api:next')], false],
  ['a write without effect', met('3', 2500), [toTwo, { ...toThree, effectAt: undefined } as never], false],
])('a user may meet %s, or not', (_, visit, journal, isLed) => {
  expect(astray([visit], journal, live)).toHaveLength(isLed ? 0 : 1);
});

test('who got no answer was led nowhere', () => {
  expect(astray([{ sent: 1500, at: 1500, body: '', failure: 'gone' }], [toTwo], live)).toEqual([]);
});
