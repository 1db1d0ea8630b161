import { setFlagsFromString } from 'node:v8';
import { runAction } from '@actions-aws/action';
import { inputs, outputs } from './inputs/inputs.ts';

// An upload leaves garbage, and little else. V8 lets that grow before it looks, on a machine with much memory to 600 MB for 50,000
// files; told to mind the size it needs less than half of that, and a quarter more of the processor's time. So that is for many files alone: with
// 5,000 of 100 kB the process has 260 MB where it may collect less often.
setFlagsFromString('--optimize-for-size');
const FEW_FILES = 5_000;
const mindSizeOf = (files: number) => {
  if (files > FEW_FILES) return;
  setFlagsFromString('--no-optimize-for-size');
  setFlagsFromString('--heap-growing-percent=50');
};

// A file of its own in the bundle: the SDK takes longer to start than all the rest, and a wrong input needs none of it.
const wiring = () => import('./wiring.ts');

await runAction({
  inputs,
  outputs,
  main: async (run) => (await wiring()).main(run, undefined, undefined, mindSizeOf),
});
