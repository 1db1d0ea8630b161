import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { registries } from '../src/images/registries.ts';
import { peerProgram } from '../src/programs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'programs-'));
  for (const name of ['peers', 'first', 'second']) await mkdir(join(folder, name));
});
afterEach(() => rm(folder, { recursive: true }));

async function program(...where: [string, string]): Promise<string> {
  const file = join(folder, ...where);
  await writeFile(file, '');
  await chmod(file, 0o755);
  return file;
}

test('a program is taken from PEERS, else from the PATH, and its absence is explained', async () => {
  const env = { PEERS: join(folder, 'peers'), PATH: [join(folder, 'first'), join(folder, 'second')].join(delimiter) };
  expect(peerProgram('oras', env)).toEqual({ why: 'there is no `oras` in PEERS or on the PATH' });
  expect(peerProgram('oras', {})).toEqual({ why: 'there is no `oras` in PEERS or on the PATH' });
  if (process.platform !== 'win32') {
    await writeFile(join(folder, 'first/oras'), 'no program');
    expect(peerProgram('oras', env)).toHaveProperty('why');
  }
  const onPath = await program('second', 'oras');
  if (process.platform !== 'win32') expect(peerProgram('oras', env)).toBe(onPath);
  expect(peerProgram('oras', { PEERS: env.PEERS, PATH: join(folder, 'second') })).toBe(onPath);
  const inPeers = await program('peers', 'oras');
  expect(peerProgram('oras', env)).toBe(inPeers);
});

test('the registry is distribution’s, else that of go-containerregistry', async () => {
  const env = { PEERS: join(folder, 'peers') };
  expect(registries(env)).toEqual({ why: expect.stringMatching(/no `registry` .*`crane`/) });
  await program('peers', 'crane');
  expect(registries(env)).toMatchObject({ name: '`crane registry serve`' });
  await program('peers', 'registry');
  expect(registries(env)).toMatchObject({ name: 'distribution’s `registry`' });
});
