// The extended run: what takes `npm test` too long, and clients and linters that it must do without. `.ci/run` prepares it.
import { scopeOf } from '@actions-aws/testing';
import { runChecks } from '../checks.ts';
import { root } from '../root.ts';
import { ONE_TO_A_CORE, runTests, tallyLine } from '../tests.ts';
import { tools } from '../tools.ts';

const testMatch = '<rootDir>/{actions,packages}/*/extended/**/*.test.ts';
console.log(`Samples are drawn by SWEEP_SEED=${scopeOf().seed}: with it the same cases are tried again.`);
const checked = await runChecks(root, tools);
const tested = await runTests(root, ['--testMatch', testMatch, ONE_TO_A_CORE, '--', ...process.argv.slice(2)]);
console.log(`\n${tallyLine(checked, tested)}`);
// Not `exitCode`: a test that left a timer or a socket behind must not keep the command from ending.
process.exit(checked.failed + tested.failed > 0 ? 1 : 0);
