import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Errand, leastPrivilege, policyIn } from '@actions-aws/testing';
import { imageWorld } from './support/image-world.ts';
import { rollback, rollbackWorld, searchingRollback } from './support/trials.ts';
import type { World } from './support/world.ts';

/** How many times faster than the machine's time runs. */
const SCALE = 5;

const readme = join(import.meta.dirname, '..', 'README.md');

/** The longest way back. */
const errand: Errand<World> = {
  ...searchingRollback(),
  inSteps: true,
  world: (scale = SCALE) => searchingRollback().world(scale),
  told: ({ outputs, exitCode }) => ({ exitCode, outcome: outputs.outcome, versions: outputs.versions }),
  expected: { exitCode: 0, outcome: 'rolled-back', versions: '{"search-api":"1"}' },
};

/** None is known: what is there is named instead. */
const lost: Errand<World> = {
  ...errand,
  name: 'a rollback that finds nothing to go back to',
  async world(scale = SCALE) {
    const made = await rollbackWorld({ scale });
    for (const alias of ['live', 'live-previous']) await made.point(alias, '2', 'moved by hand');
    return made;
  },
  told: ({ outputs, exitCode }) => ({ exitCode, names: /perhaps never live: 1\./.test(outputs.report ?? '') }),
  expected: { exitCode: 1, names: true },
};

/** Its image is looked for, and what could not be looked at would be told. */
const ofImage: Errand<World> = {
  ...errand,
  name: 'a rollback of a function that is a container image',
  inSteps: false,
  world: () => imageWorld({ scale: SCALE }),
  step: rollback,
  told: ({ outputs, annotations, exitCode }) => ({
    exitCode,
    outcome: outputs.outcome,
    warnings: annotations.map(({ title }) => title),
  }),
  expected: { exitCode: 0, outcome: 'rolled-back', warnings: [] },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const { failures } = await leastPrivilege({ policyFrom: readme, errands: [errand, lost, ofImage] });
  expect(failures).toEqual([]);
}, 120_000);

test('for two functions it needs both by name, as the README says, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  try {
    const text = JSON.stringify(policyIn(readFileSync(readme, 'utf8')), undefined, 2);
    const one = /"Resource": \[([^\]]*)\]/.exec(text)?.[1] ?? '';
    const both = `${one},${one.replaceAll('search-api', 'search-worker')}`;
    const policyFrom = join(folder, 'README.md');
    writeFileSync(policyFrom, `## IAM policy\n\n\`\`\`json\n${text.replace(one, both)}\n\`\`\`\n`);
    const joint: Errand<World> = {
      ...errand,
      name: 'a rollback of two functions that has to search',
      world: (scale = SCALE) => searchingRollback(['search-worker']).world(scale),
      step: (world) => rollback(world, { functions: '[search-api, search-worker]' }),
      expected: { exitCode: 0, outcome: 'rolled-back', versions: '{"search-api":"1","search-worker":"1"}' },
    };
    const { failures } = await leastPrivilege({ policyFrom, errands: [joint, lost, ofImage] });
    expect(failures).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
