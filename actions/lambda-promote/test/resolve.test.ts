import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInputs, recordingLog, systemClock } from '@actions-aws/action';
import { awsVersions } from '@actions-aws/lambda';
import { parseManifest } from '@actions-aws/testing';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { awsObjects } from '../src/code/s3-object.ts';
import { type GivenSource, type Sources, sources } from '../src/code/source.ts';
import { inputs } from '../src/inputs/inputs.ts';
import { bucketIn, requestsFrom } from '../src/inputs/resolve.ts';
import { noImages } from './support/no-registry.ts';

let workspace: string;
beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  mkdirSync(join(workspace, 'dist'));
  writeFileSync(join(workspace, 'dist', 'index.mjs'), 'export const handler = () => 1;\n');
  writeFileSync(join(workspace, 'order.json'), '{"orderId":17}');
  writeFileSync(join(workspace, 'notes.txt'), 'no JSON');
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

/** What the inputs of a workflow come to. */
async function read(given: Readonly<Record<string, string>>, known?: Sources) {
  const manifest = parseManifest(readFileSync(join(import.meta.dirname, '..', 'action.yml'), 'utf8'));
  const defaults = Object.entries(manifest.inputs ?? {}).map(([name, { default: value = '' }]) => [name, value]);
  const env: Record<string, string> = { GITHUB_WORKSPACE: workspace };
  for (const [name = '', text = ''] of [...defaults, ...Object.entries(given)]) {
    env[`INPUT_${name.toUpperCase()}`] = text;
  }
  const deployer = { owner: { run: '7', attempt: 1, nonce: 'aaaaaaaa' } };
  const ports = { objects: awsObjects(new S3Client({ region: 'eu-west-1' })), images: noImages };
  const budget = { deadline: Date.now() + 600_000 };
  const versions = awsVersions(new LambdaClient({ region: 'eu-west-1' }));
  const where = {
    env,
    log: recordingLog(),
    clock: systemClock,
    signal: new AbortController().signal,
    budget,
    versions,
  };
  const all = await readInputs(inputs, env);
  return requestsFrom(all, { env, deployer, sources: known ?? sources(ports, where, bucketIn(all)) });
}

/** Their complaint, with what is the same in all taken out. */
async function complaint(given: Readonly<Record<string, string>>): Promise<string> {
  return read(given).then(
    () => 'none',
    (error: Error) => error.message,
  );
}

const LATEST = { latest: 'true', smoke: 'none' };
const TWO = '[search-api, search-worker]';
/** The first has a word of its own on everything; the second has none. */
const FIRST_ITS_OWN = `
- { name: search-api, zip: dist, smoke: GET /health, verify: GET /health }
- search-worker`;

describe('what is wrong with the common participant is wrong, whichever functions it is for', () => {
  test.each([
    [
      'a file of smoke that is not there',
      { ...LATEST, smoke: '[{ payload-file: gone.json }]' },
      '`smoke[0].payload-file`',
    ],
    ['a file of smoke that is no JSON', { ...LATEST, smoke: '[{ payload-file: notes.txt }]' }, 'must be JSON'],
    [
      'a file of verify that is not there',
      { ...LATEST, smoke: 'GET /health', verify: '[GET /health, { payload-file: gone.json }]' },
      '`verify[1].payload-file`',
    ],
    ['an address in smoke', { ...LATEST, smoke: 'https://api.example.com/health' }, 'what is live, not the candidate'],
    ['two sources', { smoke: 'none', zip: 'dist', 's3-uri': 's3://builds/v2.zip' }, '`s3-uri`'],
  ])('%s', async (_name, given, says) => {
    for (const functions of ['search-api', TWO, FIRST_ITS_OWN]) {
      expect(await complaint({ functions, ...given })).toContain(says);
    }
  });

  test('and is told once', async () => {
    const told = await complaint({ functions: TWO, ...LATEST, smoke: '[{ payload-file: gone.json }]' });
    expect(told.split('gone.json"')).toHaveLength(2);
    expect(told).not.toContain('problems with the inputs');
  });
});

test('a function is listed once, by whatever name and for whatever alias: outputs tell of each by its name', async () => {
  const other = '{ name: "arn:aws:lambda:eu-west-1:123456789012:function:search-api", alias: beta }';
  for (const twice of ['search-api', '{ name: search-api, alias: beta }', other]) {
    expect(await complaint({ functions: `[search-api, ${twice}]`, ...LATEST })).toMatch(
      /search-api" at `functions\[1\]`: the function search-api is listed a second time\. Take one of the two out/,
    );
  }
});

describe('a common version', () => {
  const version = { version: '7', smoke: 'none' };

  test('is meant for the one function that has no source of its own', async () => {
    for (const functions of ['search-api', FIRST_ITS_OWN]) {
      const { source } = (await read({ functions, ...version })).at(-1)?.desired ?? {};
      expect(source).toEqual({ kind: 'version', version: '7' });
    }
  });

  test.each([
    ['two', TWO],
    ['two beside one that has', `${FIRST_ITS_OWN}\n- search-scheduler`],
  ])('cannot be meant for %s', async (_name, functions) => {
    expect(await complaint({ functions, ...version })).toBe(
      'Input `version` is "7", but cannot be meant for several functions. Each function counts its own versions: give `version` with each entry of `functions`.',
    );
  });
});

describe('an alias is not promoted from itself', () => {
  const remedy = 'Name the alias that has the proved version, such as staging.';
  test.each([
    ['of one function', 'search-api', 'live', 'is the alias to promote to'],
    ['of those whose it is', `${FIRST_ITS_OWN}\n- cron`, 'live', 'is the alias to promote search-worker, cron to'],
    [
      'of one that has an alias of its own',
      '[{ name: search-api, alias: staging }, search-worker]',
      'staging',
      'is the alias to promote search-api to',
    ],
  ])('%s', async (_name, functions, fromAlias, says) => {
    expect(await complaint({ functions, smoke: 'none', 'from-alias': fromAlias })).toBe(
      `Input \`from-alias\` is "${fromAlias}", but ${says}. ${remedy}`,
    );
  });

  test('by a word of its own', async () => {
    const functions = '[{ name: search-api, from-alias: blue, alias: blue }, search-worker]';
    expect(await complaint({ functions, ...LATEST })).toBe(
      `Input \`functions\` has "blue" at \`functions[0].from-alias\`: is the alias to promote to. ${remedy}`,
    );
  });
});

test('a canary and its alarms go together', async () => {
  const one = { functions: 'search-api', ...LATEST };
  expect(await complaint({ ...one, canary: '10%/5m' })).toMatch(
    /^Input `alarms` must be given together with `canary`\. Name the CloudWatch alarms/,
  );
  expect(await complaint({ ...one, alarms: 'a, b' })).toMatch(
    /^Input `alarms` is "a, b", but is given without `canary`, so there is nothing for it to decide\. Give `canary`/,
  );
});

test('each function has its own word, or else the common one', async () => {
  const functions = `
- { name: search-api, smoke: [{ payload-file: order.json }] }
- { name: search-worker, smoke: none, verify: GET /worker }
- { name: search-scheduler, verify: smoke }`;
  const requests = await read({
    functions,
    latest: 'true',
    smoke: 'GET /health',
    verify: '[https://api.example.com/health]',
  });
  const names = (checks: readonly { readonly name: string }[]) => checks.map(({ name }) => name);
  expect(requests.map(({ desired }) => [names(desired.smoke), names(desired.verify)])).toEqual([
    [['order.json'], ['https://api.example.com/health']],
    [[], ['GET /worker']],
    [['GET /health'], ['GET /health']],
  ]);
});

test('a mistake in a function’s own word is told with its place', async () => {
  const functions = '[search-api, { name: search-worker, smoke: [GET /a, { payload-file: gone.json }] }]';
  expect(await complaint({ functions, ...LATEST })).toContain('`functions[1].smoke[1].payload-file`');
  const both = '[search-api, { name: search-worker, zip: dist, version: 7 }]';
  expect(await complaint({ functions: both, ...LATEST })).toContain('`functions[1].version`');
});

describe('a bucket for code', () => {
  const bucket = { smoke: 'none', 'artifact-bucket': 'artifacts' };

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'nothing new',
      { latest: 'true' },
      /`artifact-bucket` is "artifacts", but no function has a zip that could go there\. Give `zip`, or remove/,
    ],
    [
      'what is in S3',
      { 's3-uri': 's3://builds/v2.zip', 'artifact-bucket-owner': '123456789012' },
      /in S3 already, by `s3-uri`: remove `artifact-bucket` and `artifact-bucket-owner`\.$/,
    ],
  ])('is refused where there is %s to send', async (_what, from, says) => {
    expect(await complaint({ functions: TWO, ...bucket, ...from })).toMatch(says);
  });

  test('is used for the one function that has a zip', async () => {
    const requests = await read({ functions: FIRST_ITS_OWN, ...bucket, version: '7' });
    expect(requests.map(({ desired }) => desired.source)).toMatchObject([
      { kind: 'package', keepAt: expect.stringMatching('^s3://artifacts/') },
      { kind: 'version' },
    ]);
  });
});

describe('the owner and the SHA-256 of an object', () => {
  const smoke = 'none';
  const hash = 'a'.repeat(64);
  const base64 = Buffer.from(hash, 'hex').toString('base64');

  /** Where the code of each function is looked for. */
  async function asked(given: Readonly<Record<string, string>>): Promise<readonly GivenSource[]> {
    const seen: GivenSource[] = [];
    await read({ smoke, ...given }, async (from) => {
      seen.push(from);
      return { source: { kind: 'latest' } };
    });
    return seen;
  }

  const common = { functions: TWO, 's3-uri': 's3://builds/v2.zip' };

  test('are those of the inputs for all functions without a source of their own', async () => {
    const more = { 's3-uri-owner': '222222222222', 's3-uri-sha256': hash };
    const from = { s3Uri: 's3://builds/v2.zip', s3UriOwner: '222222222222', s3UriSha256: hash };
    expect(await asked({ ...common, ...more })).toMatchObject([from, from]);
    const functions = '[search-api, { name: search-worker, s3-uri: s3://builds/worker.zip }]';
    // The owner is that of all buckets; a hash is that of one object.
    expect(await asked({ ...common, functions, ...more })).toMatchObject([
      from,
      { s3Uri: 's3://builds/worker.zip', s3UriOwner: '222222222222', s3UriSha256: undefined },
    ]);
  });

  test('are those of an entry where it has its own', async () => {
    const functions = `[{ name: search-api, s3-uri: s3://b-1/a.zip, s3-uri-owner: 222222222222, s3-uri-sha256: ${base64} }]`;
    expect(await asked({ functions })).toMatchObject([
      { s3Uri: 's3://b-1/a.zip', s3UriOwner: '222222222222', s3UriSha256: base64 },
    ]);
  });

  test('`any`, as the action has it, asks for none', async () => {
    expect(await asked({ ...common, 's3-uri-sha256': 'any' })).toMatchObject([
      { s3UriSha256: undefined },
      { s3UriSha256: undefined },
    ]);
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'an empty hash, as of an output that is not set',
      { ...common, 's3-uri-sha256': '' },
      /`s3-uri-sha256` is required/,
    ],
    ['half a hash', { ...common, 's3-uri-sha256': hash.slice(32) }, /`s3-uri-sha256`.* hex .* base64/],
    [
      'an empty hash of an entry',
      { functions: "[{ name: a, s3-uri: s3://b-1/a.zip, s3-uri-sha256: '' }]" },
      /`functions\[0\]\.s3-uri-sha256`: is empty/,
    ],
    ['an owner that is no account', { ...common, 's3-uri-owner': 'me' }, /`s3-uri-owner` is "me", .*twelve digits/],
    ['a hash of nothing', { functions: TWO, 's3-uri-sha256': hash }, /`s3-uri-sha256`.* without `s3-uri`/],
    ['an owner of nothing', { functions: TWO, 's3-uri-owner': '222222222222' }, /`s3-uri-owner`.* without `s3-uri`/],
    [
      'a hash of an entry without an object',
      { ...common, functions: `[{ name: a, s3-uri-sha256: ${hash} }]` },
      /`functions\[0\]\.s3-uri-sha256`.* without `s3-uri`/,
    ],
    [
      'an owner of an entry without an object',
      { ...common, functions: '[{ name: a, s3-uri-owner: 222222222222 }]' },
      /`functions\[0\]\.s3-uri-owner`.* without `s3-uri`/,
    ],
  ])('%s is refused', async (_what, given, says) => {
    expect(await complaint({ smoke, ...given })).toMatch(says);
  });
});

describe('where the code comes from has to be said', () => {
  const remedy =
    'Give one of `zip`, `s3-uri`, `image-uri`, `version`, `from-alias`, or `latest: true` to promote $LATEST as it is; an unset step output arrives empty.';

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['one function', { functions: 'search-api' }, 'search-api'],
    ['one function, whose step output was not set', { functions: 'search-api', zip: '', version: '' }, 'search-api'],
    ['the one of two that has none of its own', { functions: FIRST_ITS_OWN }, 'search-worker'],
    ['two', { functions: TWO, latest: 'false' }, 'search-api, search-worker'],
    ['an entry that does not say it', { functions: '[{ name: search-api, latest: false }]' }, 'search-api'],
  ])('for %s', async (_name, given, names) => {
    expect(await complaint({ smoke: 'none', ...given })).toBe(
      `Input \`zip\` is empty, or was not given, and nothing else says where the code of ${names} comes from. ${remedy}`,
    );
  });

  test('and an entry whose source is empty has none', async () => {
    for (const key of ['zip', 's3-uri', 'image-uri', 'version', 'from-alias', 'latest']) {
      for (const empty of ["''", "' '", '']) {
        const functions = `[{ name: search-api, ${key}: ${empty} }]`;
        const said = `Input \`functions\` at \`functions[0].${key}\`: is empty, as an expression that yields nothing leaves it. ${remedy}`;
        expect(await complaint({ functions, smoke: 'none', zip: 'dist' })).toBe(said);
      }
    }
  });

  test('$LATEST as it is, of all or of one', async () => {
    const kinds = async (given: Readonly<Record<string, string>>) =>
      (await read({ smoke: 'none', ...given })).map(({ desired }) => desired.source.kind);
    expect(await kinds({ functions: TWO, latest: 'true' })).toEqual(['latest', 'latest']);
    expect(await kinds({ functions: '[{ name: search-api, latest: true }, search-worker]', zip: 'dist' })).toEqual([
      'latest',
      'package',
    ]);
    expect(await kinds({ functions: '[{ name: search-api, zip: dist }, search-worker]', latest: 'true' })).toEqual([
      'package',
      'latest',
    ]);
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['a zip', { zip: 'dist', latest: 'true' }, /`latest` is "true", but cannot be given together with `zip`/],
    ['a version', { version: '7', latest: 'true' }, /`latest` is "true", but cannot be given together with `version`/],
    [
      'another source of its own',
      { functions: '[{ name: search-api, version: 7, latest: true }]' },
      /"true" at `functions\[0\]\.latest`: cannot be given together with `version`/,
    ],
  ])('$LATEST as it is, and %s: one of them', async (_name, given, says) => {
    expect(await complaint({ functions: 'search-api', smoke: 'none', ...given })).toMatch(says);
  });
});

describe('an image', () => {
  const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/search:v1';
  const other = image.replace('search:v1', 'index:v2');
  const smoke = 'none';
  /** The image that each function is to get. */
  const imagesOf = async (given: Readonly<Record<string, string>>) => {
    const found: (string | undefined)[] = [];
    await read({ smoke, ...given }, async ({ imageUri }) => {
      found.push(imageUri?.text);
      return { source: { kind: 'latest' } };
    });
    return found;
  };

  test('is that of all functions that have no source of their own', async () => {
    expect(await imagesOf({ functions: TWO, 'image-uri': image })).toEqual([image, image]);
    const functions = `[{ name: search-api, image-uri: '${other}' }, search-worker, { name: old, zip: dist }]`;
    expect(await imagesOf({ functions, 'image-uri': image })).toEqual([other, image, undefined]);
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'beside a zip',
      { functions: TWO, 'image-uri': image, zip: 'dist' },
      /`image-uri` is ".*search:v1", but cannot be/,
    ],
    [
      'beside a version of one function',
      { functions: `[{ name: search-api, version: 7, image-uri: '${image}' }]` },
      /`functions\[0\]\.version`: cannot be given together with `image-uri`/,
    ],
    [
      'without a tag, of one function',
      { functions: "[{ name: search-api, image-uri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/search' }]" },
      /`functions\[0\]\.image-uri`: has neither a digest nor a tag/,
    ],
    [
      'with a bucket for zips',
      { functions: TWO, 'image-uri': image, 'artifact-bucket': 'builds' },
      /`artifact-bucket`.* no function has a zip/,
    ],
  ])('%s is refused', async (_what, given, says) => {
    expect(await complaint({ smoke, ...given })).toMatch(says);
  });
});

test.each([
  ['canary', 'none'],
  ['until', 'promoted'],
  ['credentials-expire-at', 'unknown'],
])('an empty `%s` is not its default, which is the word `%s`', async (input, word) => {
  const one = { functions: 'search-api', ...LATEST };
  expect(await complaint({ ...one, [input]: '' })).toContain(`Input \`${input}\` is required, but was not given`);
  expect(await complaint({ ...one, [input]: word })).toBe('none');
});
