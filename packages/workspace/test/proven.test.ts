import { proven } from '../src/proven.ts';

const actions = ['lambda-promote', 'lambda-rollback'];

test('without a name every action is proved, and else those that are named', () => {
  expect(proven(actions, [])).toEqual(actions);
  expect(proven(actions, ['lambda-rollback'])).toEqual(['lambda-rollback']);
});

test('a name that is misspelt proves nothing, and says which there are', () => {
  expect(() => proven(actions, ['lambda-promot'])).toThrow(
    'There is no action "lambda-promot". There are lambda-promote, lambda-rollback.',
  );
});
