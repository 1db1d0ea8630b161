import { everyFaultStepped } from '../src/sweeps/stepped/every-fault.ts';
import { bothAliases, promotionThat } from './careless-action/test/support/trial.ts';

// As for the loops over processes: the sweep is only worth what it finds.

test('an action that tries again passes, also where an answer never comes, or stops in its middle', async () => {
  const { failures, tried } = await everyFaultStepped(promotionThat('none'), {
    choose: (cases) => cases.filter(({ call }) => call.operation === 'UpdateAlias' || call.operation === 'GetAlias'),
  });
  expect(failures).toEqual([]);
  // A write and a read, once and for good: six faults, of which two are no others for a read; the write may be refused, too, and the read may
  // not show one.
  expect(tried).toBe((6 + 4 + 1 + 1) * 2);
}, 60_000);

test('an action that falls over where it should try again is found', async () => {
  const { failures } = await everyFaultStepped(promotionThat('gives up'), {
    choose: (cases) => cases.filter(({ call, lasting }) => call.operation === 'PublishVersion' && !lasting),
  });
  for (const fault of ['is throttled', 'fails with 500', 'is never answered', 'is answered by half']) {
    expect(failures.join('\n')).toContain(`search-api ${fault}: it did not get over it, and ended failed`);
  }
}, 60_000);

test('an outcome that is not so is found', async () => {
  const { failures } = await everyFaultStepped(promotionThat('lies'), {
    choose: (cases) => cases.filter(({ call, lasting }) => call.operation === 'UpdateAlias' && !lasting),
  });
  const lies = failures.filter((sentence) => sentence.includes('it ended failed, but the pointer was 1 and is 2'));
  // Where the call had its effect, and only there.
  expect(lies.map((sentence) => /search-api:live (.*?):/.exec(sentence)?.[1])).toEqual([
    'is cut off after its effect',
    'is answered by half',
  ]);
}, 60_000);

test('where names differ from run to run, each call is struck, not the first one on each name', async () => {
  const struck: string[] = [];
  const { failures, tried } = await everyFaultStepped(
    bothAliases(struck, ({ fault }) => fault !== undefined),
    {
      choose: (cases) =>
        cases.filter(
          ({ call, fault, lasting }) => call.operation === 'UpdateAlias' && fault === 'is throttled' && !lasting,
        ),
    },
  );
  expect(failures).toEqual([]);
  expect(tried).toBe(2);
  expect(struck.toSorted()).toEqual(['beta', 'live']);
}, 60_000);
