import { InputError, type InputsOf, type Problem } from '@actions-aws/action';
import { listedTwice, type Skipped, shortName } from '@actions-aws/lambda';
import type { Owner } from '@actions-aws/promotion';
import { ANY, type Desired } from '../plan/plan.ts';
import type { inputs } from './inputs.ts';
import { type GivenVersion, PREVIOUS, type Wanted } from './wanted.ts';

type Inputs = Pick<InputsOf<typeof inputs>, 'functions' | 'alias' | 'onlyIf' | 'to'>;

/** A condition that is lost must not count as none. */
const NO_CONDITION: Problem = {
  input: 'only-if',
  message: 'is empty, or was not given',
  remedy:
    'Hand over what this step must undo, such as the output `promoted-versions` of lambda-promote, here or in each entry of `functions`; or say `any` to go back from the version that is live. The output of a step that did not run arrives empty, and so does one that GitHub dropped between jobs since it holds a masked value.',
};

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
    const to = versionFor(wanted, 'to', given.to);
    // What a promotion published nothing of is not live, and must not be taken for a rollback without a condition.
    if (onlyIf === undefined) {
      if (!problems.includes(NO_CONDITION)) problems.push(NO_CONDITION);
    } else if (onlyIf === '')
      skipped.push({ functionName, why: '`only-if` has no version of it: nothing of it was promoted' });
    else if (optional && onlyIf === null) skipped.push({ functionName, why: '`only-if` does not name it' });
    else if (optional && (to === '' || to === null))
      skipped.push({ functionName, why: '`to` has no version of it: there was none before' });
    else {
      if (onlyIf === null) problems.push(unnamed('only-if', functionName, 'Name it there'));
      if (to === null) problems.push(unnamed('to', functionName, 'Name it there'));
      if (to === '') {
        const why = 'It was promoted for the first time, so there is nothing before it: name a version';
        problems.push(unnamed('to', functionName, why));
      }
      // Where one is missing still, a problem says so.
      const versions = { onlyIf: onlyIf ?? '', to: to === PREVIOUS ? undefined : (to ?? '') };
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
function versionFor(wanted: Wanted, key: 'only-if' | 'to', given: GivenVersion | undefined): string | null | undefined {
  const own = wanted[key];
  if (own !== undefined) return own;
  if (given === undefined || typeof given === 'string') return given;
  const found = Object.entries(given).find(([name]) => shortName(name) === shortName(wanted.name));
  return found ? found[1] : null;
}

function versionsForSeveral({ functions, onlyIf, to }: Inputs): readonly Problem[] {
  if (functions.length === 1) return [];
  const given = { 'only-if': onlyIf, to };
  return Object.entries(given).flatMap(([name, value]) => {
    if (typeof value !== 'string' || value === ANY || value === PREVIOUS) return [];
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
