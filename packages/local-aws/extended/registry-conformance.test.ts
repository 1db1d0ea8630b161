import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import * as sdk from '@aws-sdk/client-ecr';
import { startLocalAws } from '../src/index.ts';

// OCI's own test of registries, https://github.com/opencontainers/distribution-spec/tree/main/conformance: ECR's differs from it
// in the ways that are listed here, and in no other. Needs `conformance` in PATH.

/** Where the registry does as ECR does, or as is harder for its clients; the sources are beside each in `registry/`. */
const deviations: readonly (readonly [why: string, message: RegExp])[] = [
  ['PATCH answers 201', /^blob patch failed: unexpected status code, expected one of \[202\], received 201$/],
  [
    'a page of tags begins at a token, not at a tag',
    /^response did not match any condition: .*\[200\], received 405\n.*\[404\], received 405$/,
  ],
  ['a layer that no image refers to cannot be had', /because it is not associated with an image/],
];

/** What has to pass in spite of them, by the names that the program has for it. */
const passed: readonly string[] = [
  'Blob push',
  'Manifest get by tag',
  'Manifest delete',
  'Manifest put by tag',
  'Manifest put with subject',
  'Tag delete',
  'Referrers',
];

interface Failure {
  readonly name: string;
  readonly message: string;
}

/** What the program wrote of each test that failed; it quotes as Go does, which JSON can read. */
function failuresIn(log: string): readonly Failure[] {
  const lines = log.matchAll(/msg="failed test" name=("(?:[^"\\]|\\.)*"|\S+) error=("(?:[^"\\]|\\.)*")/g);
  return [...lines].map(([, name = '', message = '']) => ({
    name: name.startsWith('"') ? JSON.parse(name) : name,
    message: JSON.parse(message),
  }));
}

test('OCI’s conformance test finds what ECR does otherwise, and nothing else', async () => {
  // The program never sends again what a quota refuses: more of its manifests come in a second than ECR takes, so seconds are short here.
  const cloud = await startLocalAws({ clock: { scale: 100 } });
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  try {
    const credentials = { accessKeyId: 'AKIACLIENT', secretAccessKey: 'secret' };
    const ecr = new sdk.ECRClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials });
    for (const repositoryName of ['conformance/one', 'conformance/two'])
      await ecr.send(new sdk.CreateRepositoryCommand({ repositoryName }));
    await ecr.send(new sdk.PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
    const { authorizationData } = await ecr.send(new sdk.GetAuthorizationTokenCommand({}));
    const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString('utf8');
    const ended = await promisify(execFile)('conformance', [], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        OCI_REGISTRY: new URL(cloud.endpoint).host,
        OCI_TLS: 'disabled',
        OCI_REPO1: 'conformance/one',
        OCI_REPO2: 'conformance/two',
        OCI_USERNAME: 'AWS',
        OCI_PASSWORD: token.replace('AWS:', ''),
        OCI_RESULTS_DIR: folder,
        // ECR has SHA-256 alone.
        OCI_DATA_SHA512: 'false',
      },
    }).catch((error: { stdout: string; stderr: string; code: unknown }) => {
      if (error.code !== 1) throw error;
      return error;
    });
    const failures = failuresIn(ended.stderr + ended.stdout);
    const unexplained = failures.filter(({ message }) => !deviations.some(([, reason]) => reason.test(message)));
    expect(unexplained).toEqual([]);
    // Each is still there; one that is not any more has to go from the list.
    for (const [why, reason] of deviations)
      expect([why, failures.some(({ message }) => reason.test(message))]).toEqual([why, true]);
    const results = await readFile(join(folder, 'results.yaml'), 'utf8');
    for (const api of passed) expect(results).toMatch(new RegExp(`^ {2}${api}: Pass$`, 'm'));
    const tried = (await readFile(join(folder, 'junit.xml'), 'utf8')).match(/<testcase/g)?.length ?? 0;
    expect(tried).toBeGreaterThan(400);
    process.stdout.write(`${tried} cases of OCI's conformance test, ${failures.length} of which ECR fails by design\n`);
  } finally {
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
