import { runAction, UserError } from '../../src/index.ts';

await runAction({
  inputs: {},
  outputs: ['outcome'],
  async main({ outputs, fail }) {
    outputs.set('outcome', 'rejected');
    fail(new UserError('Function `orders` is <gone>.', { hint: 'Create it, or correct `functions`.' }));
    throw new Error('Rate exceeded');
  },
});
