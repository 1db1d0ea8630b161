// `npm run release -- build --out DIR [--refs OWNER/REPO@REF]`
import { parseArgs } from 'node:util';
import { root } from '@actions-aws/workspace';
import { buildInto } from './build.ts';
import { readRefs } from './tree/refs.ts';

const usage = `Usage:
  npm run release -- build --out DIR [--refs OWNER/REPO@REF]   the tree that users consume`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' }, refs: { type: 'string' } },
  });
  if (positionals[0] !== 'build' || positionals.length > 1 || !values.out) throw new Error(usage);
  const refs = values.refs === undefined ? undefined : readRefs(values.refs);
  for (const line of await buildInto(root, values.out, refs)) console.log(line);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
