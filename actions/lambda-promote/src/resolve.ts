import { readFile } from 'node:fs/promises';
import { type Input, InputError, type InputsOf, type Problem, path } from '@actions-aws/action';
import { aliasName, functionName, twins } from '@actions-aws/lambda';
import type { Deployer } from '@actions-aws/promotion';
import type { Check, GivenCheck } from './checks.ts';
import { inputs } from './inputs.ts';
import type { ArtifactBucket, Package } from './package.ts';
import type { Desired } from './plan.ts';
import type { GivenSource, Sources } from './source.ts';
import type { Wanted } from './wanted.ts';

type Inputs = InputsOf<typeof inputs>;
type Env = Readonly<Record<string, string | undefined>>;

/** What the workflow asks for of one function, and the code itself where it is new. */
export interface Request {
  readonly desired: Desired;
  readonly code?: Package;
}

/** Reads all that the inputs lead to: rules across them first, then files, and only then AWS. */
export async function requestsFrom(
  given: Inputs,
  where: { readonly env: Env; readonly deployer: Deployer; readonly sources: Sources },
): Promise<readonly Request[]> {
  const problems: Problem[] = [];
  const settings: Settings[] = [];
  for (const [index, wanted] of given.functions.entries()) {
    settings.push(await settingsOf(wanted, index, given, where.env, problems));
  }
  problems.push(...twins(settings));
  if (given.artifactBucketOwner !== undefined && given.artifactBucket === undefined) {
    problems.push({
      input: 'artifact-bucket-owner',
      value: given.artifactBucketOwner,
      message: 'is given without `artifact-bucket`',
      remedy: 'Name the bucket, too.',
    });
  }
  findCanaryProblems(given, problems);
  if (problems.length > 0) throw new InputError(problems);
  const {
    keepVersions,
    allowOlder,
    allowUnqualified,
    canary = [],
    until,
    holdFor: holdForMs,
    settle: settleMs,
  } = given;
  const forAll = { keepVersions, allowOlder, allowUnqualified, canary, until, holdForMs, settleMs };
  return Promise.all(
    settings.map(async ({ zip, s3Uri, version, fromAlias, ...desired }) => {
      const { source, code } = await where.sources({ zip, s3Uri, version, fromAlias });
      const all = { ...desired, ...forAll, source, deployer: where.deployer };
      return { desired: all, ...(code && { code }) };
    }),
  );
}

/** The bucket by which new code goes, if one is given. */
export function bucketIn({ artifactBucket: name, artifactBucketOwner: owner }: Inputs): ArtifactBucket | undefined {
  return name === undefined ? undefined : { name, owner };
}

type Own = 'functionName' | 'optional' | 'alias' | 'smoke' | 'smokeOn' | 'verify' | 'minInvocations';
type Settings = Pick<Desired, Own> & GivenSource;

/** What holds for one function: its own word, or else the input's. */
async function settingsOf(
  wanted: Wanted,
  index: number,
  given: Inputs,
  env: Env,
  problems: Problem[],
): Promise<Settings> {
  const own = async <Value>(key: keyof Wanted, type: Input<Value>): Promise<Value | undefined> => {
    const text = wanted[key];
    if (typeof text !== 'string') return undefined;
    const read = await type.parse(text.trim(), { env, filesMustExist: true });
    if (read.accepted) return read.value;
    for (const refusal of read.refusals) {
      problems.push({ input: 'functions', at: `[${index}].${key}`, value: text, ...refusal });
    }
    return undefined;
  };
  const alias = (await own('alias', aliasName())) ?? given.alias;
  const sources = {
    zip: await own('zip', inputs.zip),
    s3Uri: await own('s3-uri', inputs.s3Uri),
    version: await own('version', inputs.version),
    fromAlias: await own('from-alias', inputs.fromAlias),
  };
  const hasOwn = SOURCES.some(([key]) => wanted[key] !== undefined);
  const from = hasOwn
    ? sources
    : { zip: given.zip, s3Uri: given.s3Uri, version: given.version, fromAlias: given.fromAlias };
  const at = (key: string) => (hasOwn ? { input: 'functions', at: `[${index}].${key}` } : { input: key });
  if (index === 0 || hasOwn) findSourceProblems(from, alias, at, problems);
  if (!hasOwn && from.version !== undefined && given.functions.length > 1 && index === 0) {
    problems.push({
      input: 'version',
      value: from.version,
      message: 'cannot be meant for several functions',
      remedy: 'Each function counts its own versions: give `version` with each entry of `functions`.',
    });
  }
  const smokeInput = wanted.smoke ? `functions[${index}].smoke` : 'smoke';
  const smoke = await events(smokeInput, wanted.smoke ?? given.smoke, env, index === 0 || wanted.smoke ? problems : []);
  for (const [place, check] of smoke.entries()) {
    if (check.kind !== 'url' || (index > 0 && !wanted.smoke)) continue;
    problems.push({
      input: smokeInput,
      at: `[${place}]`,
      value: check.url,
      message: 'an address reaches what is live, not the candidate',
      remedy: 'Put it into `verify`.',
    });
  }
  const verify = wanted.verify ?? given.verify;
  const verifyInput = wanted.verify ? `functions[${index}].verify` : 'verify';
  return {
    functionName: (await own('name', functionName())) ?? wanted.name,
    optional: wanted.optional ?? false,
    minInvocations: wanted['min-invocations'] ?? given.minInvocations,
    alias,
    smoke,
    smokeOn: (await own('smoke-on', inputs.smokeOn)) ?? given.smokeOn,
    verify:
      verify === 'smoke' ? smoke : await events(verifyInput, verify, env, index === 0 || wanted.verify ? problems : []),
    ...from,
  };
}

const SOURCES = [
  ['zip', 'zip'],
  ['s3-uri', 's3Uri'],
  ['version', 'version'],
  ['from-alias', 'fromAlias'],
] as const;

function findSourceProblems(
  from: GivenSource,
  alias: string,
  at: (key: string) => Pick<Problem, 'input' | 'at'>,
  problems: Problem[],
): void {
  const [first, ...others] = SOURCES.filter(([, key]) => from[key] !== undefined);
  for (const [name, key] of others) {
    problems.push({
      ...at(name),
      value: from[key],
      message: `cannot be given together with \`${first?.[0]}\``,
      remedy: 'Give one of zip, s3-uri, version and from-alias, or none to promote $LATEST as it is.',
    });
  }
  if (from.fromAlias !== undefined && from.fromAlias === alias) {
    problems.push({
      ...at('from-alias'),
      value: from.fromAlias,
      message: 'is the alias to promote to',
      remedy: 'Name the alias that has the proved version, such as staging.',
    });
  }
}

/** Users on whom nobody has an eye are no canary; and who wants none has to say so. */
function findCanaryProblems({ canary, alarms }: Inputs, problems: Problem[]): void {
  if (canary && !alarms) {
    problems.push({
      input: 'alarms',
      value: '',
      message: 'is wanted together with `canary`',
      remedy: 'Name the CloudWatch alarms that bring the users back, or say `none`.',
    });
  }
  if (alarms && !canary) {
    problems.push({
      input: 'alarms',
      value: alarms.join(', ') || 'none',
      message: 'decide over a canary, and there is none',
      remedy: 'Give `canary`, such as `10%/5m`, or leave out `alarms`.',
    });
  }
}

async function events(
  input: string,
  checks: readonly GivenCheck[],
  env: Readonly<Record<string, string | undefined>>,
  problems: Problem[],
): Promise<readonly Check[]> {
  const read: Check[] = [];
  for (const [index, check] of checks.entries()) {
    if (check.kind !== 'event-file') {
      read.push(check);
      continue;
    }
    const at = `[${index}].payload-file`;
    const file = await path({ kind: 'file' }).parse(check.file, { env, filesMustExist: true });
    if (!file.accepted) {
      problems.push(...file.refusals.map((refusal) => ({ input, value: check.file, ...refusal, at })));
      continue;
    }
    try {
      const event: unknown = JSON.parse(await readFile(file.value, 'utf8'));
      read.push({ kind: 'event', name: check.name, event, expect: check.expect });
    } catch (error) {
      problems.push({ input, at, value: check.file, message: `must be JSON: ${(error as Error).message}` });
    }
  }
  return read;
}
