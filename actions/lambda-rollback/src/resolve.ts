import { InputError, type InputsOf, type Problem } from '@actions-aws/action';
import { listedTwice, type Skipped, shortName } from '@actions-aws/lambda';
import type { Owner } from '@actions-aws/promotion';
import type { inputs } from './inputs.ts';
import type { Desired } from './plan.ts';
import type { GivenVersion, Wanted } from './wanted.ts';

type Inputs = Pick<InputsOf<typeof inputs>, 'functions' | 'alias' | 'onlyIf' | 'toVersion'>;

/** All that a workflow asks for. */
export interface Requests {
  readonly desired: readonly Desired[];
  readonly skipped: readonly Skipped[];
}

/**
 * Reads the rules that span inputs, before any call.
 *
 * @throws InputError naming all that is wrong.
 */
export function requestsFrom(given: Inputs, owner: Owner): Requests {
  const { functions } = given;
  const problems = [...listedTwice(functions.map(({ name }) => name)), ...versionsForSeveral(given)];
  const desired: Desired[] = [];
  const skipped: Skipped[] = [];
  for (const wanted of functions) {
    const { name: functionName, alias = given.alias, optional = false } = wanted;
    const onlyIf = versionFor(wanted, 'only-if', given.onlyIf);
    const toVersion = versionFor(wanted, 'to-version', given.toVersion);
    // What a promotion published nothing of is not live, and must not be taken for a rollback without a condition.
    if (onlyIf === '')
      skipped.push({ functionName, why: '`only-if` has no version of it: nothing of it was promoted' });
    else if (optional && onlyIf === null) skipped.push({ functionName, why: '`only-if` does not name it' });
    else if (optional && (toVersion === '' || toVersion === null))
      skipped.push({ functionName, why: '`to-version` has no version of it: there was none before' });
    else {
      if (onlyIf === null) problems.push(unnamed('only-if', functionName, 'Name it there'));
      if (toVersion === null) problems.push(unnamed('to-version', functionName, 'Name it there'));
      if (toVersion === '') {
        const why = 'It was promoted for the first time, so there is nothing before it: name a version';
        problems.push(unnamed('to-version', functionName, why));
      }
      const versions = { onlyIf: onlyIf ?? undefined, toVersion: toVersion ?? undefined };
      desired.push({ functionName, alias, optional, ...versions, owner });
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return { desired, skipped };
}

/**
 * The version that is meant for a function: `undefined` where the workflow gives none at all, empty where it says that
 * there is none, `null` where it gives others theirs.
 */
function versionFor(
  wanted: Wanted,
  key: 'only-if' | 'to-version',
  given: GivenVersion | undefined,
): string | null | undefined {
  const own = wanted[key];
  if (own !== undefined) return own;
  if (given === undefined || typeof given === 'string') return given;
  const found = Object.entries(given).find(([name]) => shortName(name) === shortName(wanted.name));
  return found ? found[1] : null;
}

function versionsForSeveral({ functions, onlyIf, toVersion }: Inputs): readonly Problem[] {
  if (functions.length === 1) return [];
  const given = { 'only-if': onlyIf, 'to-version': toVersion };
  return Object.entries(given).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    return [
      {
        input: name,
        value,
        message: 'cannot be meant for several functions',
        remedy: `Each function counts its own versions: give them by function, as the outputs of lambda-promote are, or \`${name}\` with each entry of \`functions\`.`,
      },
    ];
  });
}

function unnamed(input: string, functionName: string, remedy: string): Problem {
  return {
    input,
    message: `has no version for ${functionName}`,
    remedy: `${remedy}, or in its entry of \`functions\`; or give that entry \`optional: true\` to pass it over.`,
  };
}
