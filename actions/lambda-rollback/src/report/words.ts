import type { Log } from '@actions-aws/action';
import type { Alias } from '@actions-aws/lambda';
import { type Failure, runOf, whenOf } from '@actions-aws/promotion';
import type { Kept } from '@actions-aws/registry/ecr';
import { type Desired, isBack, type Observed, type PassedOver, type Step, settled } from '../plan/plan.ts';

/** One step in words. */
export function inWords(step: Step, { functionName, alias }: Desired): string {
  if (step.do === 'awaken') return `wake version ${step.version} of ${functionName}`;
  return step.from === step.to
    ? `give all users of the alias ${alias} of ${functionName} to version ${step.to}`
    : `move the alias ${alias} of ${functionName} from version ${step.from} to version ${step.to}`;
}

/** What a person should look at twice, although it is no failure: as the alias was when the run began. */
export function warningOf({ before, desired }: { readonly before: Observed; readonly desired: Desired }): string {
  const { alias, failure } = before;
  const { functionName, to } = desired;
  if (!alias?.mark?.undid || failure) return '';
  const { version, mark } = alias;
  const ended = settled(alias, desired);
  if (to === undefined && isBack(alias) && ended === 'noop') {
    const next = mark.from === undefined ? '' : `; version ${mark.from} was live before`;
    return `The alias ${desired.alias} of ${functionName} is on version ${version} because ${runOf(mark)} took version ${mark.undid} back${whenOf(mark)}: a rollback goes back once, so nothing was moved. To go further, name the version in \`to\`${next}.`;
  }
  if (to !== mark.undid || ended) return '';
  return `Version ${to} of ${functionName} was taken back by ${runOf(mark)}${whenOf(mark)}, and \`to\` leads there all the same.`;
}

/** `only-if` does not hold. */
export function deployedSince({ version, weights }: Alias, { functionName, alias, onlyIf }: Desired): Failure {
  const beside = Object.keys(weights).map((other) => `, and shares its traffic with version ${other}`);
  const now = `${version}${version === onlyIf ? '' : `, not on ${onlyIf}`}${beside.join('')}`;
  return superseded(
    'condition-not-met',
    `${alias} of ${functionName} is on version ${now}: another deployment came since, and nothing was touched.`,
  );
}

/** Another writer moved the alias while we were about to. */
export function overtaken(found: Alias | undefined, { functionName, alias }: Desired): Failure {
  const now = found ? `it is on version ${found.version}` : 'it is gone';
  return superseded(
    'pointer-changed',
    `${alias} of ${functionName} was moved by another writer meanwhile; ${now}, and was left as it is.`,
  );
}

/** The first promotion makes the alias. */
export function noAlias({ functionName, alias }: Desired): Failure {
  return {
    code: 'nothing-before',
    message: `There is no alias ${alias} of ${functionName}, or no such function.`,
    hint: 'Look at `functions`, `alias` and AWS_REGION: the first promotion makes the alias.',
  };
}

/** Why a target that could not be woken is passed over. */
export function unwakeable(why: string, { target, because }: Observed): string {
  return `version ${target?.version} (${because}) ${why}`;
}

/** How many versions a message names. */
const SHOWN = 5;

/** No version to go back to is known, or there any more. */
export function noTarget(
  { version }: Alias,
  { functionName }: Desired,
  found: {
    readonly passedOver: readonly PassedOver[];
    readonly older: readonly string[];
    /** Whether the alias was made by the promotion of what is live. */
    readonly isFirst: boolean;
  },
): Failure {
  if (found.isFirst && found.passedOver.length === 0) {
    return {
      code: 'nothing-before',
      message: `There is nothing to go back to from version ${version} of ${functionName}: it was the first to be promoted, and no version was live before it.`,
      hint: 'Promote one that works; `to` would lead to a version that no user has met.',
    };
  }
  const why = found.passedOver.map((one) => one.why).join('; ') || 'nothing says which version users reached before';
  const older = found.older.slice(0, SHOWN).join(', ');
  return {
    code: 'nothing-before',
    message: `There is nothing to go back to from version ${version} of ${functionName}: ${why}.${older && ` Older and proved, but perhaps never live: ${older}.`}`,
    hint: 'Name a version in `to` that is there and can run; the summaries of earlier deployments say what was live.',
  };
}

/** Says it loudly: nothing of it keeps users from going back. */
export function warnOfImage({ imageWarning }: Pick<Observed, 'imageWarning'>, log: Pick<Log, 'warning'>): void {
  if (imageWarning) log.warning(imageWarning, { title: 'The image of the version to go back to' });
}

/** What is wrong with where the image of a target is; empty where nothing is. */
export function imageInWords(
  kept: Kept,
  { functionName, version, image }: { readonly functionName: string; readonly version: string; readonly image: string },
): string {
  const named = `the image of version ${version} of ${functionName} (${image})`;
  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-images.html
  const until =
    'Lambda runs the version from the copy that it made, until it looks for the image again: then, or once the version was not used for some weeks, it fails for its users';
  switch (kept.is) {
    case 'there':
      return '';
    case 'gone':
      return `T${named.slice(1)} is not in its repository any more. ${until}. Push the image again, by the same digest, or promote another version soon.`;
    case 'archived':
      return `T${named.slice(1)} is archived, where Lambda cannot read it. ${until}. Restore it, by aws ecr update-image-storage-class with --target-storage-class STANDARD, or promote another version soon.`;
    case 'unknown':
      return `Could not look whether ${named} is still in its repository: ${kept.why}`;
  }
}

function superseded(code: 'condition-not-met' | 'pointer-changed', message: string): Failure {
  return { code, message, hint: 'Look at what is live before you go back further.' };
}
