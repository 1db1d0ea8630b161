import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellingPoints } from '../src/sweeps/crash-points.ts';
import { everyBadInput } from '../src/sweeps/every-bad-input.ts';
import { leastPrivilege } from '../src/sweeps/least-privilege.ts';
import { everyCrashPoint } from '../src/sweeps/processes/every-crash-point.ts';
import { everyFault } from '../src/sweeps/processes/every-fault.ts';
import { careless, carelessWorld, promotionThat } from '../test/careless-action/test/support/trial.ts';

// The loops are only worth what they find: an action that is careful passes them, and each flaw is found by name.

const SCALE = 10;

describe('every crash point', () => {
  test('a careful action passes', async () => {
    const { failures, tried } = await everyCrashPoint(promotionThat('none'), { choose: tellingPoints });
    expect(failures).toEqual([]);
    expect(tried).toBe(8);
  }, 180_000);

  test('an end state that depends on how often it ran is found', async () => {
    const { failures, tried } = await everyCrashPoint(promotionThat('counts'), {
      choose: (points) =>
        points.filter(
          ({ operation, resource, when }) =>
            operation === 'UpdateAlias' && resource.endsWith(':live') && when === 'after',
        ),
    });
    const state = 'ended in another state: aliases.beta.description is "from 2", not "from 1"';
    // Whether the other write came through or not, the second run writes it anew. Several worlds at once: whichever was done
    // first is told first.
    expect([...failures].sort()).toEqual([
      `killed after call 1 of UpdateAlias on function:search-api:live, the others applied: ${state}`,
      `killed after call 1 of UpdateAlias on function:search-api:live: ${state}`,
    ]);
    expect(tried).toBe(2);
  }, 180_000);

  test.each([
    // None of the others applied: what it takes for a sign is there, and the other is not.
    ['live', 'killed after call 1 of UpdateAlias on function:search-api:live', 'aliases.beta.version is "1", not "2"'],
    // All of the others applied: the sign came first.
    [
      'beta',
      'killed before call 1 of UpdateAlias on function:search-api:live, the others applied',
      'aliases.live.version is "1", not "2"',
    ],
  ])(
    'an action that writes twice at once, and takes %s for both, is found',
    async (alone, killed, state) => {
      const { failures, tried } = await everyCrashPoint(promotionThat(`takes ${alone} for both`), {
        choose: (points) =>
          points.filter(({ operation, resource }) => operation === 'UpdateAlias' && /live$/.test(resource)),
      });
      expect(failures).toHaveLength(1);
      expect(failures[0]).toContain(`${killed}: ended in another state: ${state}`);
      // Before and after, each with the other write dropped and applied.
      expect(tried).toBe(4);
    },
    180_000,
  );

  test('a point that is never reached is found', async () => {
    const { failures } = await everyCrashPoint(promotionThat('differs each time'), {
      choose: (points) =>
        points.filter(({ operation, occurrence }) => operation === 'GetAlias' && occurrence === 2).slice(0, 1),
    });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toContain(
      'killed before call 2 of GetAlias on function:search-api:live: this point was never reached',
    );
  }, 180_000);

  test('users who meet what was never proved complain', async () => {
    // Whether already in the undisturbed run or only in one that was killed: that is a matter of moments.
    const complaint = await everyCrashPoint(promotionThat('shows $LATEST')).then(
      ({ failures }) => failures.join('\n'),
      ({ message }: Error) => message,
    );
    expect(complaint).toContain('a user met version $LATEST');
  }, 180_000);
});

describe('every fault', () => {
  test('a careful action passes', async () => {
    const { failures, tried } = await everyFault(promotionThat('none'), {
      choose: (cases) => cases.filter(({ call, lasting }) => call.operation === 'UpdateAlias' && !lasting),
    });
    expect(failures).toEqual([]);
    expect(tried).toBe(7);
  }, 180_000);

  test('an action that falls over where it should try again is found', async () => {
    const { failures } = await everyFault(promotionThat('gives up'), {
      choose: (cases) =>
        cases.filter(({ call, fault }) => call.operation === 'PublishVersion' && fault === 'fails with 500'),
    });
    expect(failures.join('\n')).toContain('fails with 500: it ended without an outcome');
  }, 180_000);

  test('an outcome that is not so is found', async () => {
    const { failures } = await everyFault(promotionThat('lies'), {
      choose: (cases) =>
        cases.filter(({ call, fault }) => call.operation === 'UpdateAlias' && fault === 'is cut off after its effect'),
    });
    expect(failures.join('\n')).toContain('it ended failed, but the pointer was 1 and is 2');
  }, 180_000);
});

describe('least privilege', () => {
  const errand = {
    ...promotionThat('none'),
    world: () => carelessWorld(SCALE),
    told: ({ outputs }: { outputs: Readonly<Record<string, string>> }) => outputs.outcome,
    expected: 'promoted',
  };
  const policyFrom = join(careless, 'README.md');

  test('a policy that is just enough passes', async () => {
    expect((await leastPrivilege({ policyFrom, errands: [errand] })).failures).toEqual([]);
  }, 180_000);

  test('a permission that nothing needs is found, and one that is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'readme-'));
    try {
      const readme = await readFile(policyFrom, 'utf8');
      const [generous, short] = [join(folder, 'generous.md'), join(folder, 'short.md')];
      writeFileSync(generous, readme.replace('"lambda:GetAlias"', '"lambda:GetAlias", "lambda:GetPolicy"'));
      writeFileSync(short, readme.replace('"lambda:GetAlias",', ''));
      expect((await leastPrivilege({ policyFrom: generous, errands: [errand] })).failures).toEqual([
        'nothing misses lambda:GetPolicy of Promote: it is not needed, or no errand needs it',
      ]);
      const { failures } = await leastPrivilege({ policyFrom: short, errands: [errand] });
      expect(failures.join('\n')).toContain('a promotion, with the whole policy: ended in another state');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);
});

describe('every bad input', () => {
  const wrong = { name: 'two names', inputs: { functions: 'a, b' }, names: '`functions`' };

  test('a clear error passes; an unclear one, a request, and an input that is right are found', async () => {
    const world = await carelessWorld(SCALE);
    try {
      const failuresOf = async (flaw: string, one = wrong) =>
        (await everyBadInput(world, promotionThat(flaw).step(world), [one])).failures.join('\n');
      expect(await failuresOf('none')).toBe('');
      expect(await failuresOf('mumbles')).toContain('two names: the message does not name `functions`');
      expect(await failuresOf('has no summary')).toContain('two names: no heading in the job summary');
      expect(await failuresOf('looks first')).toContain('there were requests: GetAlias');
      expect(await failuresOf('none', { ...wrong, inputs: { functions: 'search-api' } })).toContain('exit code 0');
    } finally {
      await world.stop();
    }
  }, 180_000);
});
