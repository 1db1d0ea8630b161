import { setFlagsFromString } from 'node:v8';
import { runAction } from '@actions-aws/action';
import { inputs, outputs } from './inputs/inputs.ts';

// An upload leaves garbage, and little else. V8 lets that grow before it looks, on a machine with much memory to 600 MB for 50,000
// files; told to mind the size it needs less than half of that, and no more time.
setFlagsFromString('--optimize-for-size');

// A file of its own in the bundle: the SDK takes longer to start than all the rest, and a wrong input needs none of it.
const wiring = () => import('./wiring.ts');

await runAction({
  inputs,
  outputs,
  main: async (run) => (await wiring()).main(run),
});
