import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runBundle } from '@actions-aws/testing';
import { buildImage, buildIndex, pushTo } from '@actions-aws/testing/images';
import { type RegistryServer, startCraneRegistry, startDistribution } from '@actions-aws/testing/registries';

// Registries and clients that share no code with us. Needs `registry`, `crane`, `skopeo` and `oras` on the PATH.

const minute = 60_000;
const action = join(import.meta.dirname, '..');
const index = buildIndex(
  ['amd64', 'arm64'].map((architecture) =>
    buildImage({
      architecture,
      layers: [1, 2, 3].map((layer) => ({ [`layer-${layer}`]: `${architecture}`.repeat(9_000) })),
    }),
  ),
);
const sbom = 'application/spdx+json';
const signature = 'application/vnd.example.signature';

let folder: string;
let distribution: RegistryServer;
let crane: RegistryServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registries-'));
  distribution = await startDistribution('registry');
  crane = await startCraneRegistry('crane');
  await writeFile(join(folder, 'statement.json'), '{"says":"something"}');
  for (const { host } of [distribution, crane]) await pushWithReferrers(host);
}, minute);
afterAll(async () => {
  await Promise.all([distribution?.stop(), crane?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

/** Runs a client without anything of the machine's own configuration. */
async function by(program: string, ...words: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, DOCKER_CONFIG: folder, XDG_RUNTIME_DIR: folder };
  return (await promisify(execFile)(program, words, { cwd: folder, env })).stdout.trim();
}

/** An index, what a client attaches to it and to one of its images, and what it attaches to that. */
async function pushWithReferrers(host: string): Promise<void> {
  await pushTo({ endpoint: `http://${host}` }, 'dev/app', 'v1', index);
  const attach = async (subject: string, artifactType: string) => {
    const words = ['--plain-http', '--artifact-type', artifactType, '--format', 'json'];
    const said = await by('oras', 'attach', ...words, `${host}/dev/app@${subject}`, 'statement.json:application/json');
    return JSON.parse(said).digest as string;
  };
  await attach(index.children[0]!.digest, sbom);
  await attach(await attach(index.digest, sbom), signature);
}

async function promote(from: string, to: string) {
  const inputs = { from, to, digest: index.digest, tags: 'v1', moving: 'none', 'require-tag': 'v1', token: '' };
  const { exitCode, outputs, stdout } = await runBundle({ action, inputs });
  expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining('::error')]);
  return outputs;
}

/** The types of what a client finds as referrers, of the referrers, too. */
async function discovered(image: string): Promise<readonly string[]> {
  interface Node {
    readonly artifactType?: string;
    readonly referrers?: readonly Node[];
  }
  const typesIn = ({ artifactType, referrers = [] }: Node): string[] => [
    ...(artifactType === undefined ? [] : [artifactType]),
    ...referrers.flatMap(typesIn),
  ];
  return typesIn(JSON.parse(await by('oras', 'discover', '--plain-http', '--format', 'json', image)));
}

/** Fails unless each file that is named by a digest has it. @returns how many there are. */
async function verified(directory: string): Promise<number> {
  const blobs = (await readdir(directory)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  for (const blob of blobs) {
    expect(
      createHash('sha256')
        .update(await readFile(join(directory, blob)))
        .digest('hex'),
    ).toBe(blob);
  }
  return blobs.length;
}

/** Two manifests, an index, two configurations and six layers; three referrers, their configuration and their layer. */
const OF_IMAGE = 11;
const OF_REFERRERS = 5;

/** The clients read all that was promoted, and verify every digest. */
async function assertReadByAll(image: string, name: string): Promise<void> {
  expect(await by('crane', 'digest', `${image}:v1`)).toBe(index.digest);
  expect(await by('crane', 'validate', '--remote', `${image}:v1`)).toMatch(/^PASS/);
  await by('skopeo', 'copy', '--all', '--src-tls-verify=false', `docker://${image}:v1`, `dir:${name}-skopeo`);
  // Manifests have names of another form there.
  expect(await verified(join(folder, `${name}-skopeo`))).toBe(OF_IMAGE - 3);
  expect(await discovered(`${image}:v1`)).toEqual([sbom, signature]);
  expect(await discovered(`${image}@${index.children[0]!.digest}`)).toEqual([sbom]);
  await by('oras', 'cp', '-r', '--no-tty', '--from-plain-http', '--to-oci-layout', `${image}:v1`, `${name}-oras:v1`);
  expect(await verified(join(folder, `${name}-oras/blobs/sha256`))).toBe(OF_IMAGE + OF_REFERRERS);
}

test.each([
  'from distribution’s registry to go-containerregistry’s',
  'the other way round',
  'within distribution’s',
] as const)(
  '%s: crane, skopeo and oras read what was promoted, referrers included',
  async (name) => {
    const [from, to] = {
      'from distribution’s registry to go-containerregistry’s': [distribution, crane],
      'the other way round': [crane, distribution],
      'within distribution’s': [distribution, distribution],
    }[name] as [RegistryServer, RegistryServer];
    const target = `${to.host}/prod/from-${from === distribution ? 'distribution' : 'crane'}`;
    const outputs = await promote(`${from.host}/dev/app`, target);
    expect(outputs).toMatchObject({ outcome: 'promoted', digest: index.digest, tags: `${target}:v1` });
    expect(JSON.parse(outputs.referrers ?? '').map(({ came }: { came: boolean }) => came)).toEqual([true, true, true]);
    if (from === to) expect(outputs.bytes).toBe('0');
    await assertReadByAll(target, `${from.host}-${to.host}`.replaceAll(':', '-'));
    expect(await promote(`${from.host}/dev/app`, target)).toMatchObject({ outcome: 'noop', bytes: '0' });
  },
  2 * minute,
);
