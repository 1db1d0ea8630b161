// `npm run release -- build | plan | publish | verify`: see the README beside.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { root } from '@actions-aws/workspace';
import { buildInto } from './build.ts';
import { withContext } from './context.ts';
import { describePlan } from './plan/describe.ts';
import { planOf, publish } from './publish.ts';
import { readRefs } from './tree/refs.ts';
import { verify } from './verify.ts';

const usage = `Usage:
  npm run release -- build --out DIR [--refs OWNER/REPO@REF]  the tree that users consume, in a folder
  npm run release -- plan                                     what a release of this commit would do
  npm run release -- publish [--expect-tree ID]               does it; a run that was killed is finished by another
  npm run release -- verify v1.2.3                            builds a release anew and says exactly what differs

plan and publish take --branch NAME, else the one that is checked out. All but build take --remote ADDRESS, else that of origin.
publish needs GITHUB_REPOSITORY and GITHUB_TOKEN; plan looks at GitHub's releases when it has them.`;

const text = { type: 'string' } as const;
const taken: Readonly<Record<string, readonly string[]>> = {
  build: ['out', 'refs', 'sbom'],
  plan: ['branch', 'remote'],
  publish: ['branch', 'remote', 'expect-tree'],
  verify: ['remote'],
};
const options = { branch: text, 'expect-tree': text, out: text, refs: text, remote: text, sbom: text };

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { ...options, help: { type: 'boolean' } },
  });
  const [command, tag, ...rest] = positionals;
  if (values.help) console.log(usage);
  else if (rest.length > 0 || (tag === undefined) === (command === 'verify')) throw new Error(usage);
  else {
    refuseForeign(command, values);
    process.exitCode = (await run(command, tag ?? '', values)) ? 0 : 1;
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

/** An option that a command would pass over is no wish of which it may think that it was heard. */
function refuseForeign(command = '', values: object): void {
  const known = taken[command];
  const foreign = known && Object.keys(values).find((name) => !known.includes(name));
  if (!foreign) return;
  const why =
    foreign === 'refs'
      ? 'A release has the names that its sources have; `build --refs` makes a tree to publish under another name: README.md, *A repository of your own*.'
      : usage;
  throw new Error(`${command} does not take --${foreign}.\n${why}`);
}

/** @returns whether all is well. */
async function run(
  command: string | undefined,
  tag: string,
  values: Readonly<Partial<Record<keyof typeof options, string>>>,
): Promise<boolean> {
  switch (command) {
    case 'build': {
      const { out, refs, sbom } = values;
      if (!out) throw new Error(usage);
      console.log(
        (await buildInto(root, out, { refs: refs === undefined ? undefined : readRefs(refs), sbom })).join('\n'),
      );
      return true;
    }
    case 'plan': {
      const plan = await withContext(root, values, planOf);
      console.log(describePlan(plan).join('\n'));
      return 'steps' in plan;
    }
    case 'publish':
      if (!process.env.GITHUB_TOKEN || !process.env.GITHUB_REPOSITORY)
        throw new Error('publish needs GITHUB_REPOSITORY and GITHUB_TOKEN.');
      await withContext(root, values, (context) => publish({ ...context, expected: values['expect-tree'] }));
      return true;
    case 'verify': {
      const wrong = await withContext(root, values, (context) => verify(context, tag));
      for (const sentence of wrong) console.error(sentence);
      if (wrong.length === 0) console.log(`${tag} is what its sources give, byte by byte.`);
      return wrong.length === 0;
    }
    default:
      throw new Error(usage);
  }
}
