// `npm run docs [-- --check]`: writes the generated tables into the actions' READMEs, or says which are stale.
import path from 'node:path';
import { writeTables } from '@actions-aws/testing';
import { actionNames, root } from '../root.ts';

const check = process.argv.includes('--check');
let stale = 0;
for (const action of await actionNames(root)) {
  if (!(await writeTables(path.join(root, 'actions', action), { check }))) continue;
  stale += 1;
  console.log(
    check ? `actions/${action}/README.md is stale: run \`npm run docs\`.` : `actions/${action}/README.md written`,
  );
}
if (stale === 0) console.log('The tables in all READMEs are up to date.');
process.exitCode = check && stale > 0 ? 1 : 0;
