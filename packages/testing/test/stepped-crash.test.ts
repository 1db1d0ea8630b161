import type { CrashPoint } from '../src/sweeps/crash-points.ts';
import { everyCrashPointStepped } from '../src/sweeps/stepped/every-crash-point.ts';
import { bothAliases, type CarelessWorld, promotionThat } from './careless-action/test/support/trial.ts';

// As for the loops over processes: the sweep is only worth what it finds.

test('an action that goes on from what it finds passes, wherever and however it is killed', async () => {
  const { failures, tried } = await everyCrashPointStepped(promotionThat('none'), {
    aftermaths: ['gone', 'post', 'late'],
  });
  expect(failures).toEqual([]);
  // No time passes, so that what is left behind differs by how many of four calls had their effect: with and without a post step. Three
  // writes come late.
  expect(tried).toBe(5 * 2 + 3);
}, 60_000);

test('an end state that depends on how often it ran is found, and whether a request beside the call was lost', async () => {
  const { failures } = await everyCrashPointStepped(promotionThat('counts'), {
    choose: (points) => points.filter(({ resource, when }) => resource.endsWith(':beta') && when === 'before'),
  });
  expect(failures).toEqual([
    'killed before call 1 of UpdateAlias on function:search-api:beta, the others applied: ended in another state: aliases.beta.description is "from 2", not "from 1"',
  ]);
}, 60_000);

test('users who meet what was never proved complain', async () => {
  await expect(everyCrashPointStepped(promotionThat('shows $LATEST'))).rejects.toThrow('a user met version $LATEST');
}, 60_000);

test('a run that is never run again is judged by what is left of it, where the trial says how', async () => {
  const first = (points: readonly CrashPoint[]) => points.filter(({ operation }) => operation === 'UpdateAlias');
  const trial = promotionThat('none');
  const leftAlone = async (world: CarelessWorld) => {
    const alias = await world.alias();
    return alias?.version === '1' ? [] : [`users are left at ${alias?.version}`];
  };
  const { failures, tried } = await everyCrashPointStepped(
    { ...trial, leftAlone },
    { aftermaths: ['alone'], choose: first, others: ['lost'] },
  );
  expect(tried).toBeGreaterThan(1);
  expect(failures.join('\n')).toContain(
    'killed after call 1 of UpdateAlias on function:search-api:live, alone: users are left at 2',
  );
  const untold = await everyCrashPointStepped(trial, { aftermaths: ['alone'], choose: first, others: ['lost'] });
  expect(untold.failures[0]).toContain('a promotion does not say what comes of it where it is left alone');
}, 60_000);

test('where names differ from run to run, each call is reached, not the first one on each name', async () => {
  const lost: string[] = [];
  const { failures, tried } = await everyCrashPointStepped(
    bothAliases(lost, ({ ended }) => ended === 'dropped'),
    {
      choose: (points) => points.filter(({ operation, when }) => operation === 'UpdateAlias' && when === 'before'),
      others: ['applied'],
    },
  );
  // What it finds moved it takes for both: the second run leaves `beta` where the first one lost it.
  expect(failures).toHaveLength(1);
  expect(tried).toBe(2);
  expect(lost.toSorted()).toEqual(['beta', 'live']);
}, 60_000);
