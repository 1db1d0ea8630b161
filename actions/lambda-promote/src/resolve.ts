import { readFile } from 'node:fs/promises';
import { InputError, type InputsOf, type Problem, path } from '@actions-aws/action';
import type { Aliases } from '@actions-aws/lambda';
import type { Deployer } from '@actions-aws/promotion';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Check, GivenCheck } from './checks.ts';
import type { inputs } from './inputs.ts';
import type { Package } from './package.ts';
import type { Desired } from './plan.ts';
import { sourceOf } from './source.ts';

type Inputs = InputsOf<typeof inputs>;

/** What the workflow asks for, and the code itself where it is new. */
export interface Request {
  readonly desired: Desired;
  readonly code?: Package;
}

/** Reads all that the inputs lead to: rules across them first, then files, and only then AWS. */
export async function desiredFrom(
  given: Inputs,
  where: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly deployer: Deployer;
    readonly aliases: Aliases;
    readonly s3: () => S3Client;
  },
): Promise<Request> {
  const checks = await checksOf(given, where.env);
  const { source, code } = await sourceOf(given, { ...where, workspace: where.env.GITHUB_WORKSPACE || process.cwd() });
  const { alias, smokeOn, keepVersions, allowOlder, allowUnqualified } = given;
  return {
    desired: {
      functionName: given.functions,
      alias,
      source,
      ...checks,
      smokeOn,
      keepVersions,
      allowOlder,
      allowUnqualified,
      deployer: where.deployer,
    },
    ...(code && { code }),
  };
}

async function checksOf(
  given: Inputs,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Pick<Desired, 'smoke' | 'verify'>> {
  const problems: Problem[] = [];
  const sources = (
    [
      ['zip', given.zip],
      ['s3-uri', given.s3Uri],
      ['version', given.version],
      ['from-alias', given.fromAlias],
    ] as const
  ).filter(([, value]) => value !== undefined);
  for (const [name, value] of sources.slice(1)) {
    problems.push({
      input: name,
      value,
      message: `cannot be given together with \`${sources[0]?.[0]}\``,
      remedy: 'Give one of zip, s3-uri, version and from-alias, or none to promote $LATEST as it is.',
    });
  }
  if (given.fromAlias !== undefined && given.fromAlias === given.alias) {
    problems.push({
      input: 'from-alias',
      value: given.fromAlias,
      message: 'is the alias to promote to',
      remedy: 'Name the alias that has the proved version, such as staging.',
    });
  }
  for (const [index, check] of given.smoke.entries()) {
    if (check.kind !== 'url') continue;
    problems.push({
      input: 'smoke',
      at: `[${index}]`,
      value: check.url,
      message: 'an address reaches what is live, not the candidate',
      remedy: 'Put it into `verify`.',
    });
  }
  const smoke = await events('smoke', given.smoke, env, problems);
  const verify = given.verify === 'smoke' ? smoke : await events('verify', given.verify, env, problems);
  if (problems.length > 0) throw new InputError(problems);
  return { smoke, verify };
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
