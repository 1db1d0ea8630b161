import { everyCrashPointStepped } from '../src/sweeps/stepped/every-crash-point.ts';
import { promotionThat } from './careless-action/test/support/trial.ts';

// As for the loops over processes: the sweep is only worth what it finds.

test('an action that goes on from what it finds passes, wherever and however it is killed', async () => {
  const { failures, tried } = await everyCrashPointStepped(promotionThat('none'), {
    aftermaths: ['gone', 'post', 'late'],
  });
  expect(failures).toEqual([]);
  // Seven calls before and after their effect, with and without a post step, and three writes that come late.
  expect(tried).toBe(7 * 2 * 2 + 3);
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
