import { runAction } from '@actions-aws/action';
import { inputs, outputs } from './inputs.ts';

await runAction({
  inputs,
  outputs,
  async main() {},
  async post() {},
});
