import { runAction } from '@actions-aws/action';
import { inputs, outputs } from './inputs/inputs.ts';

// A file of its own in the bundle: the SDK takes longer to start than all the rest, and a wrong input needs none of it.
const wiring = () => import('./wiring.ts');

await runAction({
  inputs,
  outputs,
  main: async (run) => (await wiring()).main(run),
});
