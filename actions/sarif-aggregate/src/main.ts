import { runAction } from '@actions-aws/action';
import { inputs, outputs } from './inputs/inputs.ts';

// A file of its own in the bundle: a wrong input needs no reader.
const wiring = () => import('./wiring.ts');

await runAction({
  inputs,
  outputs,
  main: async (run) => (await wiring()).main(run),
});
