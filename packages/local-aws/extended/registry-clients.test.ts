import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as sdk from '@aws-sdk/client-ecr';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { clientEnvironment } from './client-environment.ts';

// Registry clients that share no code with the local cloud. Needs `crane`, `skopeo` and `aws` in PATH.

const run = promisify(execFile);
const minute = 60_000;
const region = 'eu-west-1';

let cloud: LocalAws;
let ecr: sdk.ECRClient;
let folder: string;
let host: string;
beforeAll(async () => {
  cloud = await startLocalAws();
  host = new URL(cloud.endpoint).host;
  const credentials = { accessKeyId: 'AKIACLIENT', secretAccessKey: 'secret' };
  ecr = new sdk.ECRClient({ endpoint: cloud.endpoint, region, credentials });
  folder = await mkdtemp(join(tmpdir(), 'registry-clients-'));
  await writeFile(join(folder, 'layer.bin'), randomBytes(3_000_000));
  await run('tar', ['-czf', 'layer.tar.gz', 'layer.bin'], { cwd: folder });
  for (const repositoryName of ['app', 'copy', 'fixed'])
    await ecr.send(new sdk.CreateRepositoryCommand({ repositoryName }));
});
afterAll(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Logins are in the folder. */
function environment(): NodeJS.ProcessEnv {
  return clientEnvironment(folder, {
    TMPDIR: folder,
    DOCKER_CONFIG: join(folder, 'docker'),
    REGISTRY_AUTH_FILE: join(folder, 'skopeo.json'),
    AWS_DEFAULT_REGION: region,
  });
}

async function by(program: string, ...words: string[]): Promise<string> {
  const { stdout } = await run(program, words, { cwd: folder, env: environment() });
  return stdout.trim();
}

const aws = (...words: string[]) => by('aws', '--endpoint-url', cloud.endpoint, '--output', 'json', 'ecr', ...words);
const crane = (...words: string[]) => by('crane', ...words);
const skopeo = (command: string, ...words: string[]) => by('skopeo', command, ...words);
const insecure = ['--src-tls-verify=false', '--dest-tls-verify=false'];

/** Logs a client in with a password that the AWS CLI fetched. */
async function logIn(program: string, ...words: string[]): Promise<void> {
  const password = await aws('get-login-password');
  const client = run(program, [...words, '--username', 'AWS', '--password-stdin', host], {
    cwd: folder,
    env: environment(),
  });
  client.child.stdin?.end(password);
  await client;
}

test(
  'without a login each client is refused',
  async () => {
    await expect(crane('ls', `${host}/app`)).rejects.toThrow(/401 Unauthorized/);
    await expect(skopeo('list-tags', '--tls-verify=false', `docker://${host}/app`)).rejects.toThrow(
      /unauthorized|authentication required|401/i,
    );
  },
  minute,
);

test(
  'crane logs in, pushes, copies, checks, lists and deletes an image',
  async () => {
    await logIn('crane', 'auth', 'login');
    await crane('append', '--oci-empty-base', '-f', 'layer.tar.gz', '-t', `${host}/app:v1`);
    const digest = await crane('digest', `${host}/app:v1`);
    const { imageDetails } = await ecr.send(new sdk.DescribeImagesCommand({ repositoryName: 'app' }));
    expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['v1'] }]);
    await crane('copy', `${host}/app:v1`, `${host}/copy:v1`);
    await crane('tag', `${host}/copy:v1`, 'v2');
    expect((await crane('ls', `${host}/copy`)).split('\n').sort()).toEqual(['v1', 'v2']);
    expect(await crane('digest', `${host}/copy:v2`)).toBe(digest);
    expect(await crane('validate', '--remote', `${host}/copy:v2`)).toMatch(/^PASS/);
    await crane('delete', `${host}/copy:v2`);
    await expect(crane('digest', `${host}/copy:v2`)).rejects.toThrow(/404/);
    await expect(crane('ls', `${host}/none`)).rejects.toThrow(/NAME_UNKNOWN/);
  },
  minute,
);

test(
  'crane makes an index, and moves no tag that is immutable',
  async () => {
    await ecr.send(new sdk.PutImageTagMutabilityCommand({ repositoryName: 'fixed', imageTagMutability: 'IMMUTABLE' }));
    await crane('copy', `${host}/app:v1`, `${host}/fixed:v1`);
    await crane('index', 'append', '-m', `${host}/fixed:v1`, '-t', `${host}/fixed:all`);
    await expect(crane('copy', `${host}/fixed:all`, `${host}/fixed:v1`)).rejects.toThrow(/TAG_INVALID/);
    expect(await crane('validate', '--remote', `${host}/fixed:all`)).toMatch(/^PASS/);
  },
  minute,
);

test(
  'skopeo logs in, copies, lists, and pulls an image whose bytes have their digests',
  async () => {
    await logIn('skopeo', 'login', '--tls-verify=false');
    await skopeo('copy', ...insecure, `docker://${host}/app:v1`, `docker://${host}/copy:v3`);
    const listed = JSON.parse(await skopeo('list-tags', '--tls-verify=false', `docker://${host}/copy`));
    expect(listed.Tags).toContain('v3');
    const { Digest } = JSON.parse(await skopeo('inspect', '--tls-verify=false', `docker://${host}/copy:v3`));
    expect(Digest).toBe(await crane('digest', `${host}/app:v1`));
    await mkdir(join(folder, 'pulled'));
    await skopeo('copy', ...insecure, `docker://${host}/copy:v3`, 'dir:pulled');
    const blobs = (await readdir(join(folder, 'pulled'))).filter((name) => /^[0-9a-f]{64}$/.test(name));
    expect(blobs).toHaveLength(2);
    for (const blob of blobs) {
      const bytes = await readFile(join(folder, 'pulled', blob));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(blob);
    }
    await skopeo('copy', ...insecure, 'dir:pulled', `docker://${host}/copy:again`);
    await skopeo('delete', '--tls-verify=false', `docker://${host}/copy:again`);
  },
  minute,
);

test(
  'the AWS CLI tags, describes, lists and deletes',
  async () => {
    const app = ['--repository-name', 'app'];
    const { images } = JSON.parse(await aws('batch-get-image', ...app, '--image-ids', 'imageTag=v1'));
    await writeFile(join(folder, 'manifest.json'), images[0].imageManifest);
    await aws('put-image', ...app, '--image-tag', 'cli', '--image-manifest', 'file://manifest.json');
    await expect(
      aws('put-image', ...app, '--image-tag', 'cli', '--image-manifest', 'file://manifest.json'),
    ).rejects.toThrow(/ImageAlreadyExistsException/);
    const { imageDetails } = JSON.parse(await aws('describe-images', ...app, '--image-ids', 'imageTag=cli'));
    expect(imageDetails[0].imageTags).toEqual(['cli', 'v1']);
    const { imageIds } = JSON.parse(await aws('list-images', ...app, '--filter', 'tagStatus=TAGGED'));
    expect(imageIds).toHaveLength(2);
    await aws('batch-delete-image', ...app, '--image-ids', 'imageTag=cli');
    await aws('delete-repository', ...app, '--force');
    await expect(aws('describe-repositories', '--repository-names', 'app')).rejects.toThrow(
      /RepositoryNotFoundException/,
    );
  },
  2 * minute,
);

test(
  'the AWS CLI scans an image and waits for it, previews a lifecycle policy, and sets a repository’s',
  async () => {
    await cloud.control.call('ecr.pace', { scan: 500, preview: 500 }, { region });
    const copy = ['--repository-name', 'copy'];
    // An image of its own: skopeo deletes by digest, and so all tags of the one that it had.
    const put = ['--image-tag', 'scanned', '--image-manifest', 'file://manifest.json'];
    const { imageDigest } = JSON.parse(await aws('put-image', ...copy, ...put)).image.imageId;
    const image = [...copy, '--image-id', 'imageTag=scanned'];
    const findings = [{ name: 'CVE-2026-0001', severity: 'HIGH' }];
    await cloud.control.call('ecr.scanResult', { imageDigest, findings }, { region });
    await aws('start-image-scan', ...image);
    await aws('wait', 'image-scan-complete', ...image);
    const { imageScanFindings } = JSON.parse(await aws('describe-image-scan-findings', ...image));
    expect(imageScanFindings.findingSeverityCounts).toEqual({ HIGH: 1 });
    const selection = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 };
    const rules = [{ rulePriority: 1, description: 'one image alone', selection, action: { type: 'expire' } }];
    await writeFile(join(folder, 'lifecycle.json'), JSON.stringify({ rules }));
    await aws('start-lifecycle-policy-preview', ...copy, '--lifecycle-policy-text', 'file://lifecycle.json');
    await aws('wait', 'lifecycle-policy-preview-complete', ...copy);
    const { status, previewResults } = JSON.parse(await aws('get-lifecycle-policy-preview', ...copy));
    expect([status, Array.isArray(previewResults)]).toEqual(['COMPLETE', true]);
    const Statement = [{ Effect: 'Allow', Principal: { AWS: '210987654321' }, Action: ['ecr:BatchGetImage'] }];
    await writeFile(join(folder, 'policy.json'), JSON.stringify({ Version: '2012-10-17', Statement }));
    await aws('set-repository-policy', ...copy, '--policy-text', 'file://policy.json');
    const { policyText } = JSON.parse(await aws('get-repository-policy', ...copy));
    expect(JSON.parse(policyText).Statement).toEqual(Statement);
  },
  2 * minute,
);
