// `npm test [-- paths]`: everything that needs only Node, npm and git. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { bundleActions, describeBundle } from '../bundles.ts';
import { runChecksBeside } from '../checks.ts';
import { root } from '../root.ts';
import { runTests, shareCompiledCode, type Tally, tallyLine } from '../tests.ts';

const args = process.argv.slice(2);
const tallies: Tally[] = [];
const leftOut = [
  'larger samples of the sweeps of crashes, faults, cancellations and schedules, the benchmarks, `npm start`, and the local cloud under the AWS CLI, boto3, crane and skopeo (.ci/run); the whole sweeps (npm run prove)',
];

shareCompiledCode(root);
// Beside the rest: types keep one core busy for half a minute, in which the other would idle.
const checking = args.length === 0 ? [runChecksBeside(root)] : [];
// Tests start the bundles, so these come first; one that does not build is one failure, and the rest is still tried.
try {
  for (const bundle of await bundleActions(root)) if (bundle.seconds) console.log(describeBundle(bundle));
} catch (error) {
  console.log(`FAIL bundles\n${(error as Error).message}\n`);
  tallies.push({ passed: 0, failed: 1 });
}
if (args.length > 0) leftOut.push(`types, lint and all tests outside of \`${args.join(' ')}\``);
if (!hasPython()) leftOut.push('functions in Python on the local cloud: there is no python3 on the PATH');
tallies.push(...(await Promise.all([runTests(root, args), ...checking])));

console.log(`\nLeft out: ${leftOut.join('; ')}.`);
console.log(tallyLine(...tallies));
// Not `exitCode`: a test that left a timer or a socket behind must not keep the command from ending.
process.exit(tallies.some(({ failed }) => failed > 0) ? 1 : 0);

/** Tests that need more than Node, npm and git are left out where that is missing, and said to be. */
function hasPython(): boolean {
  return spawnSync('python3', ['--version']).status === 0;
}
