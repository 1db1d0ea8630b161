import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildByCommand } from '../src/sources.ts';
import { withFiles } from './support/sources.ts';

const TELLS = `import { writeFileSync } from 'node:fs';
const [, , , , , out, , sbom] = process.argv;
writeFileSync(sbom, JSON.stringify({ args: process.argv.slice(2), env: Object.keys(process.env) }));
`;

test('what is built, and the packages that it installs, see no token', async () => {
  const secrets = [
    'GITHUB_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'ACTIONS_RUNTIME_TOKEN',
  ];
  for (const name of secrets) process.env[name] = 'secret';
  try {
    await withFiles({ 'packages/workspace/src/run.mjs': TELLS }, async (folder) => {
      const [out, sbom] = [path.join(folder, 'out'), path.join(folder, 'sbom')];
      await buildByCommand(folder, out, sbom);
      const { args, env } = JSON.parse(await readFile(sbom, 'utf8'));
      expect(args).toEqual(['release', 'build', '--out', out, '--sbom', sbom]);
      expect(env.filter((name: string) => secrets.includes(name))).toEqual([]);
      expect(env).toContain('PATH');
    });
  } finally {
    for (const name of secrets) delete process.env[name];
  }
});
