import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { type Ended, runnerFolder, runStandIn } from './support/runner.ts';
import { entriesIn } from './support/tar.ts';

const region = 'eu-west-1';
const account = '123456789012';

let cloud: LocalAws;
let ecr: ECRClient;
let scratch: string;
let env: Record<string, string>;
beforeEach(async () => {
  cloud = await startLocalAws({ clock: { scale: 0 } });
  ecr = new ECRClient({
    endpoint: cloud.endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'x' },
  });
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'loader', imageTagMutability: 'IMMUTABLE' }));
  scratch = runnerFolder();
  env = { AWS_ENDPOINT_URL: cloud.endpoint, AWS_REGION: region, AWS_ACCESS_KEY_ID: account };
  mkdirSync(path.join(scratch, 'workspace/app'), { recursive: true });
  dockerfile('FROM scratch', 'COPY app /');
});
afterEach(async () => {
  ecr.destroy();
  await cloud.stop();
  rmSync(scratch, { recursive: true, force: true });
});

async function logIn(inputs: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const ended = await runStandIn(scratch, 'amazon-ecr-login', inputs, 'main', env);
  env = { ...env, ...ended.exported };
  return ended;
}

const build = (inputs: Readonly<Record<string, string>>) => {
  const always = { file: 'app/Dockerfile', push: 'true', provenance: 'false' };
  return runStandIn(scratch, 'build-push-action', { ...always, ...inputs }, 'main', env);
};

function dockerfile(...lines: readonly string[]): void {
  writeFileSync(path.join(scratch, 'workspace/app/Dockerfile'), lines.join('\n'));
}

const host = () => new URL(cloud.endpoint).host;

interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string }[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** What the registry has under a tag. */
async function pulled(tag: string) {
  const { auth } = await token();
  const ask = async (below: string) => {
    const headers = { authorization: `Basic ${auth}`, accept: 'application/vnd.oci.image.manifest.v1+json' };
    const response = await fetch(`${cloud.endpoint}/v2/loader/${below}`, { headers, redirect: 'manual' });
    const location = response.headers.get('location');
    return location ? fetch(location) : response;
  };
  const manifest = (await (await ask(`manifests/${tag}`)).json()) as Manifest;
  const config = (await (await ask(`blobs/${manifest.config.digest}`)).json()) as { readonly config: object };
  const layer = Buffer.from(await (await ask(`blobs/${manifest.layers[0]?.digest}`)).arrayBuffer());
  return { manifest, config, layer };
}

async function token() {
  return JSON.parse(readFileSync(path.join(env.DOCKER_CONFIG ?? '', 'config.json'), 'utf8')).auths[host()];
}

test('an image is pushed with its labels and annotations, and its digest is what ECR has', async () => {
  expect(await logIn()).toMatchObject({ code: 0, outputs: { registry: host() } });
  const labels = 'org.opencontainers.image.revision=abc\norg.opencontainers.image.title=a = b';
  const annotations = 'manifest:org.opencontainers.image.revision=abc\nplain=1\nindex:other=2';
  const ended = await build({ tags: `${host()}/loader:tree-1\n${host()}/loader:1.0.0`, labels, annotations });
  expect(ended).toMatchObject({ code: 0, log: expect.stringContaining('An annotation of index is not imitated') });
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'loader' }));
  expect(imageDetails).toMatchObject([{ imageDigest: ended.outputs.digest }]);
  expect(imageDetails?.[0]?.imageTags?.toSorted()).toEqual(['1.0.0', 'tree-1']);
  const { manifest, config } = await pulled('tree-1');
  expect(config.config).toHaveProperty('Labels', {
    'org.opencontainers.image.revision': 'abc',
    'org.opencontainers.image.title': 'a = b',
  });
  expect(manifest.annotations).toEqual({ 'org.opencontainers.image.revision': 'abc', plain: '1' });
});

test('the layer is a tar of what is copied, with links and long names, and without git’s own files', async () => {
  const long = `${'folder/'.repeat(16)}a-file-far-below.txt`;
  for (const name of ['run.sh', '.git/config', long]) {
    mkdirSync(path.dirname(path.join(scratch, 'workspace/app', name)), { recursive: true });
    writeFileSync(path.join(scratch, 'workspace/app', name), name, { mode: name === 'run.sh' ? 0o755 : 0o644 });
  }
  symlinkSync('run.sh', path.join(scratch, 'workspace/app/link'));
  dockerfile('COPY . .');
  await logIn();
  expect(await build({ context: 'app', tags: `${host()}/loader:a` })).toMatchObject({ code: 0 });
  const { layer } = await pulled('a');
  expect(entriesIn(layer)).toEqual(
    new Map([
      ['Dockerfile', 'COPY . .'],
      [long, long],
      ['link', '-> run.sh'],
      ['run.sh', 'run.sh (755)'],
    ]),
  );
});

test('the image says what the last stage of the Dockerfile says, and the log what is left out', async () => {
  for (const name of ['src/a.py', 'src/below/b.py', 'requirements.txt']) {
    mkdirSync(path.dirname(path.join(scratch, 'workspace', name)), { recursive: true });
    writeFileSync(path.join(scratch, 'workspace', name), name);
  }
  dockerfile(
    'FROM node:24 AS assets',
    'COPY app /assets',
    '# The image itself.',
    'FROM --platform=linux/arm64 public.ecr.aws/lambda/python:3.14@sha256:abc',
    'ARG FOLDER=src',
    'ENV MODE=fast \\',
    `    HOME=\${LAMBDA_TASK_ROOT}/home`,
    'COPY requirements.txt .',
    'RUN pip install -r requirements.txt',
    `COPY --chown=1:1 $FOLDER \${LAMBDA_TASK_ROOT}/`,
    'COPY --from=assets /assets /assets',
    'CMD ["a.handler"]',
  );
  await logIn();
  const { code, log } = await build({ tags: `${host()}/loader:a`, platforms: 'linux/arm64' });
  expect(code).toBe(0);
  expect([...log.matchAll(/left out here: (\w+ \S+)/g)].map(([, each]) => each)).toEqual([
    'RUN pip',
    'COPY --from=assets',
  ]);
  const { layer, config } = await pulled('a');
  expect([...entriesIn(layer).keys()]).toEqual(['var/task/a.py', 'var/task/below/b.py', 'var/task/requirements.txt']);
  expect(config).toMatchObject({
    architecture: 'arm64',
    config: {
      Entrypoint: ['/lambda-entrypoint.sh'],
      Cmd: ['a.handler'],
      WorkingDir: '/var/task',
      Env: expect.arrayContaining(['MODE=fast', 'HOME=/var/task/home', 'LAMBDA_RUNTIME_DIR=/var/runtime']),
    },
  });
});

test('a file that COPY does not find fails the build, and leads out of no context', async () => {
  dockerfile('COPY missing .');
  expect(await build({})).toMatchObject({ code: 1, log: expect.stringContaining('"/missing": not found') });
  dockerfile('COPY ../../home .');
  expect(await build({})).toMatchObject({ code: 1, log: expect.stringContaining('not found') });
});

test.each([{ provenance: '' }, { provenance: 'mode=max' }, { sbom: 'true' }])(
  'with attestations, as buildx has them unless told otherwise, an index is pushed: %j',
  async (inputs) => {
    await logIn();
    const { outputs } = await build({ tags: `${host()}/loader:a`, ...inputs });
    const described = await ecr.send(
      new DescribeImagesCommand({ repositoryName: 'loader', imageIds: [{ imageTag: 'a' }] }),
    );
    expect(described.imageDetails).toMatchObject([
      { imageDigest: outputs.digest, imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' },
    ]);
  },
);

test('a name that is taken, and a registry that was not logged in to, fail as the real ones do', async () => {
  const tags = `${host()}/loader:tree-1`;
  expect(await build({ tags })).toMatchObject({ code: 1, log: expect.stringMatching(/failed to push .*: 401/) });
  await logIn();
  expect((await build({ tags })).code).toBe(0);
  writeFileSync(path.join(scratch, 'workspace/app/more'), 'more');
  expect(await build({ tags })).toMatchObject({ code: 1, log: expect.stringContaining('immutable') });
});

test('the name that AWS gives a registry leads to the local cloud, and any other nowhere', async () => {
  await logIn();
  expect((await build({ tags: `${account}.dkr.ecr.${region}.amazonaws.com/loader:a` })).code).toBe(0);
  expect(await build({ tags: 'ghcr.io/octo/loader:a' })).toMatchObject({
    code: 1,
    log: expect.stringContaining('ghcr.io is elsewhere, and there is no network here'),
  });
});

test('nothing is pushed that need not be, and what is not imitated is said', async () => {
  const ended = await build({
    push: 'false',
    tags: `${host()}/loader:a`,
    platforms: 'linux/arm64,linux/amd64',
    'build-args': 'A=1',
  });
  expect(ended).toMatchObject({ code: 0, outputs: { digest: expect.stringMatching(/^sha256:/) } });
  expect(ended.log).toMatch(
    /"build-args: A=1" is not imitated here\.[\s\S]*"platforms: linux\/arm64,linux\/amd64" is not/,
  );
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'loader' }));
  expect(imageDetails).toEqual([]);
  expect((await build({ file: 'Dockerfile' })).log).toContain('failed to read dockerfile: open Dockerfile');
});

test('a login is masked, is for its job alone, and is forgotten at the end', async () => {
  const { log, exported, state } = await logIn();
  const { auth } = await token();
  expect(log).toContain(`::add-mask::${auth}`);
  expect(log.replaceAll(/::add-mask::.*/g, '')).not.toContain(auth);
  expect(exported.DOCKER_CONFIG).toContain(path.join(scratch, 'temp'));
  const kept = Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
  await runStandIn(scratch, 'amazon-ecr-login', {}, 'post', kept);
  await expect(token()).rejects.toThrow('ENOENT');
});

test('a login without credentials, or to another kind of registry, fails', async () => {
  expect((await logIn({ 'registry-type': 'public' })).code).toBe(1);
  env = { ...env, AWS_ACCESS_KEY_ID: '' };
  expect(await logIn()).toMatchObject({ code: 1, log: expect.stringContaining('Could not load credentials') });
});
