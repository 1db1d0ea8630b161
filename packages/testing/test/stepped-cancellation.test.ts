import { everyCancellationStepped } from '../src/stepped/every-cancellation.ts';
import { promotionThat } from './careless-action/test/trial.ts';

// As for the loops over processes: the sweep is only worth what it finds.

test('an action that does not hear of a cancellation is found by what it still writes', async () => {
  const { failures, tried } = await everyCancellationStepped(promotionThat('none'));
  // Eight calls, and each killed in the next.
  expect(tried).toBe(8 * 2);
  expect(failures.join('\n')).toContain(
    'cancelled in call 1 of GetAlias on function:search-api:live: it made call 1 of UpdateFunctionCode on function:search-api, call 1 of PublishVersion on function:search-api, call 1 of UpdateAlias on function:search-api:live after that',
  );
}, 60_000);
