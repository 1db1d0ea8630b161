import { disagreementsIn } from '@actions-aws/testing';

test('action.yml, code and README agree', async () => {
  expect(await disagreementsIn(new URL('..', import.meta.url))).toEqual([]);
});
