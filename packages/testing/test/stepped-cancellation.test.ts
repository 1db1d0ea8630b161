import { everyCancellationStepped } from '../src/sweeps/stepped/every-cancellation.ts';
import type { Trial, World } from '../src/sweeps/trial.ts';
import type { Users } from '../src/sweeps/users.ts';
import { promotionThat } from './careless-action/test/support/trial.ts';

// As for the loops over processes: the sweep is only worth what it finds.

test('an action that does not hear of a cancellation is found by what it still writes', async () => {
  const { failures, tried } = await everyCancellationStepped(promotionThat('none'));
  // Seven calls, and each killed in the next.
  expect(tried).toBe(7 * 2);
  expect(failures.join('\n')).toContain(
    'cancelled in call 1 of GetAlias on function:search-api:live: it made call 1 of UpdateFunctionCode on function:search-api, call 1 of PublishVersion on function:search-api, call 1 of UpdateAlias on function:search-api:live after that',
  );
}, 60_000);

test('where a case cannot be tried to its end users leave, and the failure tells where that was', async () => {
  const trial = promotionThat('none');
  let there = 0;
  let looks = 0;
  const { failures } = await everyCancellationStepped(
    {
      ...trial,
      users(world) {
        const users = usersOf(trial, world);
        there += 1;
        return {
          ...users,
          leave() {
            there -= 1;
            return users.leave();
          },
        };
      },
      pointer(world) {
        looks += 1;
        // Before the undisturbed run and after it, and then no more.
        return looks <= 2 ? trial.pointer(world) : Promise.reject(new Error('the alias cannot be read'));
      },
    },
    { choose: (points) => points.slice(0, 1) },
  );
  expect(there).toBe(0);
  expect(failures).toHaveLength(2);
  for (const failure of failures) expect(failure).toMatch(/Error: the alias cannot be read\n {4}at /);
}, 60_000);

function usersOf<W extends World>({ users }: Trial<W>, world: W): Users {
  if (!users) throw new Error('the trial has no users');
  return users(world);
}
