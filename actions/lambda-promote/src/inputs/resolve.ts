import { readFile } from 'node:fs/promises';
import { type Input, InputError, type InputsOf, type Problem, path } from '@actions-aws/action';
import type { Check, GivenCheck } from '@actions-aws/checks';
import { aliasName, functionName, listedTwice } from '@actions-aws/lambda';
import type { Deployer } from '@actions-aws/promotion';
import type { ArtifactBucket, Package } from '../code/package.ts';
import type { GivenSource, Sources } from '../code/source.ts';
import type { Desired } from '../plan/state.ts';
import { inputs } from './inputs.ts';
import { SAY_A_SOURCE, type Wanted } from './wanted.ts';

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
  const common = await commonOf(given, where.env, problems);
  const settings: Settings[] = [];
  for (const [index, wanted] of given.functions.entries()) {
    settings.push(await settingsOf(wanted, index, common, where.env, problems));
  }
  findCommonSourceProblems(given, settings, problems);
  problems.push(...listedTwice(settings.map((one) => one.functionName)));
  findBucketProblems(given, settings, problems);
  findObjectProblems(given, settings, problems);
  findCanaryProblems(given, problems);
  if (problems.length > 0) throw new InputError(problems);
  const { keepVersions, allowOlder, allowUnqualified, canary, until, holdFor: holdForMs, settle: settleMs } = given;
  const forAll = { keepVersions, allowOlder, allowUnqualified, canary, until, holdForMs, settleMs };
  return Promise.all(
    settings.map(async ({ zip, s3Uri, s3UriOwner, s3UriSha256, imageUri, version, fromAlias, latest, ...desired }) => {
      const from = { zip, s3Uri, s3UriOwner, s3UriSha256, imageUri, version, fromAlias, latest };
      const { source, code } = await where.sources(from, desired.functionName);
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

/** What holds for every function that has no word of its own. */
interface Common extends Pick<Inputs, 'alias' | 'smokeOn' | 'minInvocations'> {
  readonly from: GivenSource;
  readonly smoke: readonly Check[];
  readonly verify: readonly Check[] | 'smoke';
}

/** Where a check or a source was given. */
type Place = Pick<Problem, 'input' | 'at'>;

/** Read once and in full, whichever functions it is for: a check that cannot be read must not become no check. */
async function commonOf(given: Inputs, env: Env, problems: Problem[]): Promise<Common> {
  const { zip, s3Uri, s3UriOwner, s3UriSha256, imageUri, version, fromAlias, alias, smokeOn, minInvocations } = given;
  const latest = given.latest || undefined;
  const from = { zip, s3Uri, s3UriOwner, s3UriSha256, imageUri, version, fromAlias, latest };
  problems.push(...rivalSources(from, (key) => ({ input: key })));
  const smoke = await smokeFrom(given.smoke, { input: 'smoke' }, env, problems);
  const verify =
    given.verify === 'smoke' ? given.verify : await checksFrom(given.verify, { input: 'verify' }, env, problems);
  return { from, smoke, verify, alias, smokeOn, minInvocations };
}

/** What holds for one function: its own word, or else the common one. */
async function settingsOf(
  wanted: Wanted,
  index: number,
  common: Common,
  env: Env,
  problems: Problem[],
): Promise<Settings> {
  const at = (key: string): Place => ({ input: 'functions', at: `[${index}].${key}` });
  const own = async <Value>(key: keyof Wanted, type: Input<Value>): Promise<Value | undefined> => {
    const text = wanted[key];
    if (typeof text !== 'string') return undefined;
    const read = await type.parse(text.trim(), { env, filesMustExist: true });
    if (read.accepted) return read.value;
    for (const refusal of read.refusals) problems.push({ ...at(key), value: text, ...refusal });
    return undefined;
  };
  const alias = (await own('alias', aliasName())) ?? common.alias;
  const from = hasOwnSource(wanted)
    ? {
        zip: await own('zip', inputs.zip),
        s3Uri: await own('s3-uri', inputs.s3Uri),
        // The owner is that of all buckets; a hash is that of one object.
        s3UriOwner: (await own('s3-uri-owner', inputs.s3UriOwner)) ?? common.from.s3UriOwner,
        s3UriSha256: await own('s3-uri-sha256', inputs.s3UriSha256),
        imageUri: await own('image-uri', inputs.imageUri),
        version: await own('version', inputs.version),
        fromAlias: await own('from-alias', inputs.fromAlias),
        latest: wanted.latest || undefined,
      }
    : common.from;
  if (hasOwnSource(wanted)) {
    problems.push(...rivalSources(from, at));
    if (from.fromAlias === alias) problems.push(fromItself(at('from-alias'), alias, ''));
  }
  const smoke = wanted.smoke ? await smokeFrom(wanted.smoke, at('smoke'), env, problems) : common.smoke;
  const ownVerify = wanted.verify && wanted.verify !== 'smoke';
  const verify = ownVerify
    ? await checksFrom(wanted.verify, at('verify'), env, problems)
    : (wanted.verify ?? common.verify);
  return {
    functionName: (await own('name', functionName())) ?? wanted.name,
    optional: wanted.optional ?? false,
    minInvocations: wanted['min-invocations'] ?? common.minInvocations,
    alias,
    smoke,
    smokeOn: (await own('smoke-on', inputs.smokeOn)) ?? common.smokeOn,
    verify: verify === 'smoke' ? smoke : verify,
    ...from,
  };
}

const SOURCES = [
  ['zip', 'zip'],
  ['s3-uri', 's3Uri'],
  ['image-uri', 'imageUri'],
  ['version', 'version'],
  ['from-alias', 'fromAlias'],
  ['latest', 'latest'],
] as const;

function hasOwnSource(wanted: Wanted): boolean {
  return SOURCES.some(([key]) => wanted[key] !== undefined && wanted[key] !== false);
}

/** Sources that are given beside another one. */
function rivalSources(from: GivenSource, at: (key: string) => Place): readonly Problem[] {
  const [first, ...others] = SOURCES.filter(([, key]) => from[key] !== undefined);
  return others.map(([name, key]) => ({
    ...at(name),
    value: textOf(from[key]),
    message: `cannot be given together with \`${first?.[0]}\``,
    remedy: 'Give one of `zip`, `s3-uri`, `image-uri`, `version`, `from-alias` and `latest: true`.',
  }));
}

function textOf(given: GivenSource[keyof GivenSource]): string {
  return typeof given === 'object' ? given.text : String(given);
}

/** What is wrong with a common source for the functions that have none of their own. */
function findCommonSourceProblems(
  { functions, version, fromAlias, ...common }: Inputs,
  settings: readonly Settings[],
  problems: Problem[],
): void {
  const followers = settings.filter((_, index) => !hasOwnSource(functions[index] as Wanted));
  const isSaid =
    [common.zip, common.s3Uri, common.imageUri, version, fromAlias].some((one) => one !== undefined) || common.latest;
  if (followers.length > 0 && !isSaid) {
    const names = followers.map((one) => one.functionName).join(', ');
    problems.push({
      input: 'zip',
      message: `is empty, or was not given, and nothing else says where the code of ${names} comes from`,
      remedy: SAY_A_SOURCE,
    });
  }
  if (version !== undefined && followers.length > 1) {
    problems.push({
      input: 'version',
      value: version,
      message: 'cannot be meant for several functions',
      remedy: 'Each function counts its own versions: give `version` with each entry of `functions`.',
    });
  }
  const own = followers.filter(({ alias }) => alias === fromAlias);
  if (fromAlias === undefined || own.length === 0) return;
  const names = settings.length > 1 ? own.map((one) => one.functionName).join(', ') : '';
  problems.push(fromItself({ input: 'from-alias' }, fromAlias, names));
}

function fromItself(place: Place, alias: string, names: string): Problem {
  return {
    ...place,
    value: alias,
    message: `is the alias to promote ${names && `${names} `}to`,
    remedy: 'Name the alias that has the proved version, such as staging.',
  };
}

/** A bucket is for a zip; where no function has one it would be passed over in silence. */
function findBucketProblems(
  { artifactBucket: name, artifactBucketOwner: owner }: Inputs,
  settings: readonly Settings[],
  problems: Problem[],
): void {
  if (owner !== undefined && name === undefined) {
    problems.push({
      input: 'artifact-bucket-owner',
      value: owner,
      message: 'is given without `artifact-bucket`',
      remedy: 'Name the bucket, too.',
    });
  }
  // Of a zip that is refused the refusal says enough.
  if (name === undefined || problems.length > 0 || settings.some(({ zip }) => zip !== undefined)) return;
  const remove = owner === undefined ? '`artifact-bucket`' : '`artifact-bucket` and `artifact-bucket-owner`';
  problems.push({
    input: 'artifact-bucket',
    value: name,
    message: 'no function has a zip that could go there',
    remedy: settings.every(({ s3Uri }) => s3Uri !== undefined)
      ? `All code is in S3 already, by \`s3-uri\`: remove ${remove}.`
      : `Give \`zip\`, or remove ${remove}.`,
  });
}

/** An owner and a hash are those of an object in S3; where there is none they would be passed over in silence. */
function findObjectProblems(given: Inputs, settings: readonly Settings[], problems: Problem[]): void {
  const without = (place: Place, value: string): Problem => ({
    ...place,
    value,
    message: 'is given without `s3-uri`',
    remedy: 'Give the S3 URI beside it, or remove it.',
  });
  const { s3Uri, s3UriOwner: owner, s3UriSha256: sha256 } = given;
  if (owner !== undefined && !settings.some((one) => one.s3Uri !== undefined)) {
    problems.push(without({ input: 's3-uri-owner' }, owner));
  }
  if (sha256 !== undefined && s3Uri === undefined) problems.push(without({ input: 's3-uri-sha256' }, sha256));
  for (const [index, wanted] of given.functions.entries()) {
    if (wanted['s3-uri'] !== undefined) continue;
    for (const key of ['s3-uri-owner', 's3-uri-sha256'] as const) {
      const value = wanted[key];
      if (value !== undefined) problems.push(without({ input: 'functions', at: `[${index}].${key}` }, value));
    }
  }
}

/** Users on whom nobody has an eye are no canary; and who wants none has to say so. */
function findCanaryProblems({ canary, alarms }: Inputs, problems: Problem[]): void {
  if (canary.length > 0 && !alarms) {
    problems.push({
      input: 'alarms',
      message: 'must be given together with `canary`',
      remedy: 'Name the CloudWatch alarms that bring the users back, or say `none`.',
    });
  }
  if (alarms && canary.length === 0) {
    problems.push({
      input: 'alarms',
      value: alarms.join(', ') || 'none',
      message: 'is given without `canary`, so there is nothing for it to decide',
      remedy: 'Give `canary`, such as `10%/5m`, or leave out `alarms`.',
    });
  }
}

/** Checks of a candidate that users do not reach: no address leads there. */
async function smokeFrom(
  given: readonly GivenCheck[],
  place: Place,
  env: Env,
  problems: Problem[],
): Promise<readonly Check[]> {
  for (const [index, check] of given.entries()) {
    if (check.kind !== 'url') continue;
    problems.push({
      ...within(place, `[${index}]`),
      value: check.url,
      message: 'an address reaches what is live, not the candidate',
      remedy: 'Put it into `verify`.',
    });
  }
  return checksFrom(given, place, env, problems);
}

/** Reads the payloads that are in files. */
async function checksFrom(
  given: readonly GivenCheck[],
  place: Place,
  env: Env,
  problems: Problem[],
): Promise<readonly Check[]> {
  const read: Check[] = [];
  for (const [index, check] of given.entries()) {
    if (check.kind !== 'payload-file') {
      read.push(check);
      continue;
    }
    const at = within(place, `[${index}].payload-file`);
    const file = await path({ kind: 'file' }).parse(check.file, { env, filesMustExist: true });
    if (!file.accepted) {
      problems.push(...file.refusals.map((refusal) => ({ value: check.file, ...refusal, ...at })));
      continue;
    }
    try {
      const payload: unknown = JSON.parse(await readFile(file.value, 'utf8'));
      read.push({ kind: 'payload', name: check.name, payload, expect: check.expect });
    } catch (error) {
      problems.push({ ...at, value: check.file, message: `must be JSON: ${(error as Error).message}` });
    }
  }
  return read;
}

function within({ input, at = '' }: Place, inside: string): Place {
  return { input, at: `${at}${inside}` };
}
