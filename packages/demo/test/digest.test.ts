import { digest } from '../src/terminal/digest.ts';
import { logLines } from '../src/workflow/log-lines.ts';

describe('what is told of a log', () => {
  test('is what moved users and what was decided, not the plan and the routine', () => {
    const log = `::group::Plan
put the new code on $LATEST
::endgroup::
::group::Apply
done: put the new code on $LATEST (6 ms)
done: move the alias live of search-api from version 1 to version 2 (59 ms)
::endgroup::
search-api:live promoted
`;
    expect(toldOf(log)).toEqual([
      'done: move the alias live of search-api from version 1 to version 2 (59 ms)',
      'search-api:live promoted',
    ]);
  });

  test('has all that went wrong, and any other group as it is', () => {
    const log = `::group::Plan
::warning::look at this
::endgroup::
::group::Canary
10 %: 40 invocations, 3 errors
::endgroup::
failed: smoke-test $LATEST of search-api
::error::The function failed.
`;
    expect(toldOf(log)).toEqual([
      'look at this',
      'Canary',
      '10 %: 40 invocations, 3 errors',
      'failed: smoke-test $LATEST of search-api',
      'The function failed.',
    ]);
  });

  test('is nothing that was told before, by this run or an earlier one', () => {
    const told = new Set<string>();
    const log = 'The function failed.\n::error::The function failed.\n';
    expect(toldOf(log, told)).toEqual(['The function failed.']);
    expect(toldOf(log, told)).toEqual([]);
  });
});

function toldOf(log: string, told = new Set<string>()): string[] {
  const isTold = digest(told);
  return logLines(log).flatMap((line) => (isTold(line) ? [line.text] : []));
}
