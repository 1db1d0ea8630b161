// `npm run prove [-- ACTION …]`: the whole sweeps of actions, of which `.ci/run` takes a sample. The last line is `N passed, N failed`.
import process from 'node:process';
import { bundleActions, describeBundle } from '../bundles.ts';
import { proven } from '../proven.ts';
import { actionNames, root } from '../root.ts';
import { ONE_TO_A_CORE, runTests, shareCompiledCode, tallyLine } from '../tests.ts';

try {
  const names = proven(await actionNames(root), process.argv.slice(2));
  for (const bundle of await bundleActions(root)) if (bundle.seconds) console.log(describeBundle(bundle));
  // Read by packages/testing; the workers of jest inherit it.
  process.env.SWEEPS = 'whole';
  const testMatch = names.flatMap((name) => ['--testMatch', `<rootDir>/actions/${name}/extended/**/*.test.ts`]);
  shareCompiledCode(root);
  const tested = await runTests(root, [...testMatch, ONE_TO_A_CORE]);
  console.log(`\n${tallyLine(tested)}`);
  // Not `exitCode`: a test that left a timer or a socket behind must not keep the command from ending.
  process.exit(tested.failed > 0 ? 1 : 0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
