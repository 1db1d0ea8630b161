import { showDuration } from '@actions-aws/action';
import { type Difference, differences, LATEST, previousAliasOf } from '@actions-aws/lambda';
import { inPercent, runOf, whenOf } from '@actions-aws/promotion';
import { type Desired, NEW, type Observed, type Step } from '../plan/state.ts';

/** One step in words, with what it acts on. */
export function inWords(step: Step, desired: Desired): string {
  const { functionName, alias } = desired;
  switch (step.do) {
    case 'await-canary':
      return `wait for somebody else's canary of version ${step.version} of ${functionName} to end`;
    case 'await-arrival':
      return `wait until version ${step.version} of ${functionName}, which somebody else promoted, has its provisioned concurrency`;
    case 'heal':
      return `give all users of ${functionName}:${alias} back to version ${step.live}: the canary of version ${step.version} was left behind`;
    case 'await-update':
      return step.of === 'code'
        ? `wait until $LATEST of ${functionName} runs the new code`
        : `wait for the update of ${functionName} that is under way already`;
    case 'keep':
      return `put the new code (${step.codeSha256.slice(0, 12)}…) to ${step.at}, unless it is there`;
    case 'upload':
      return `put the new ${codeInWords(step, desired)} on $LATEST of ${functionName}`;
    case 'smoke':
      return `smoke-test ${named(step.version)} of ${functionName}`;
    case 'publish':
      return `publish $LATEST of ${functionName} as a version`;
    case 'await-version':
      return `wait until ${named(step.version)} of ${functionName} is Active`;
    case 'shift':
      return `give ${named(step.version)} of ${functionName} ${inPercent(step.to)} of the users of ${alias}`;
    case 'bake':
      return `watch ${named(step.version)} of ${functionName} with ${inPercent(step.share)} of the users for ${showDuration(step.forMs)}`;
    case 'hold':
      return `hold ${named(step.version)} of ${functionName} at ${inPercent(step.share)} of the users`;
    case 'remember':
      return `keep version ${step.version} of ${functionName} as ${previousAliasOf(alias)}`;
    case 'move':
      return step.from === undefined
        ? `create the alias ${alias} of ${functionName} on ${named(step.to)}`
        : `move the alias ${alias} of ${functionName} from version ${step.from} to ${named(step.to)}`;
    case 'await-provisioned':
      return `wait until the provisioned concurrency of ${functionName}:${alias} is ready`;
    case 'verify':
      return `verify what answers behind ${functionName}:${alias}`;
    case 'claim':
      return `note in the alias ${alias} of ${functionName} that this run found version ${step.version} there, so that no older run takes it away`;
    case 'prune':
      return `delete the old version ${step.version} of ${functionName}`;
    case 'move-back':
      return `move the alias ${alias} of ${functionName} back from version ${step.from} to version ${step.to}`;
    case 'give-back':
      return `give all users of ${functionName}:${alias} to version ${step.to}, without provisioned concurrency: AWS keeps them on version ${step.from}`;
  }
}

function codeInWords({ codeSha256 }: { readonly codeSha256: string }, { source }: Desired): string {
  const isImage = source.kind === 'package' && source.image !== undefined;
  return isImage ? `image (sha256:${codeSha256.slice(0, 12)}…)` : `code (${codeSha256.slice(0, 12)}…)`;
}

/** The image that is promoted, by its digest, and the tag that led there; empty where the code is none, or not new. */
export function imageInWords({ source }: Desired): string {
  const image = source.kind === 'package' ? source.image : undefined;
  if (!image) return '';
  const byDigest = `${image.repository}@${image.digest}`;
  return image.given === byDigest ? byDigest : `${byDigest}, which was ${image.given} when this run began`;
}

/** What changes for users besides the code, as it is seen before anything is done. */
export function configurationChanges(
  { live, candidate, latest, runtimePin }: Observed,
  { source }: Pick<Desired, 'source'>,
): readonly Difference[] {
  if (!live) return [];
  const next = candidate ?? latest;
  const image = source.kind === 'package' ? source.image : undefined;
  const configuration = { ...next.configuration, ...(image && { ImageRepository: image.repository }) };
  const [from, to] = [live.runtimeVersion, next.runtimeVersion];
  const why = { none: '', pinned: ' (pinned)', unread: ' (perhaps pinned)' }[runtimePin];
  const runtime = from && to && from !== to ? [{ setting: 'runtime version', from, to: `${to}${why}` }] : [];
  return [...differences(live.configuration, configuration), ...runtime];
}

/** How the code before is stored, where the new code is to be stored so, too, and would not be unless AWS is told again. */
export function carriedOver({ storage }: Observed, planned: readonly Step[]): readonly string[] {
  if (!planned.some((step) => step.do === 'upload')) return [];
  return Object.entries(storage).map(([setting, value]) => `${setting} ${value}`);
}

/** The old versions that stay since something uses them, or since this run may not look whether it does. */
export function oldVersionsInUse({ uses }: Observed): readonly string[] {
  return [...uses].flatMap(([version, why]) => (why ? [`version ${version}: ${why}`] : []));
}

/** What changes besides the code, for the log. */
export function changesInWords(observed: Observed, desired: Desired): readonly string[] {
  return configurationChanges(observed, desired).map(
    ({ setting, from, to }) =>
      `Goes to users of ${desired.functionName} along with the code: ${setting}, ${from} → ${to}`,
  );
}

function named(version: string): string {
  return version === NEW ? 'the new version' : version === LATEST ? version : `version ${version}`;
}

/**
 * Said loudly where the workflow lets users meet unproved code: what leads them to `$LATEST`; empty where nothing was seen
 * that does, and where that is a reason not to begin.
 */
export function unprovedUsersInWords({ unqualified }: Observed, { functionName, allowUnqualified }: Desired): string {
  if (unqualified.length === 0 || !allowUnqualified) return '';
  return `Users reach $LATEST of ${functionName} without passing the alias, and meet new code before it is proved, as \`allow-unqualified\` permits: ${unqualified.map(({ what }) => what).join('; ')}.`;
}

/** Said loudly of a version that the live alias's mark names as taken back; empty of any other. */
export function takenBackInWords(
  { alias }: Pick<Observed, 'alias'>,
  version: string | undefined,
  { functionName, deployer }: Desired,
): string {
  const mark = alias?.mark;
  // A canary that this run has found abandoned, and taken away itself, was turned down by no run.
  if (!mark?.undid || mark.undid !== version || mark.owner?.nonce === deployer.owner.nonce) return '';
  return `Version ${version} of ${functionName}, which this run promotes, was taken back from its users by ${runOf(mark)}${whenOf(mark)}.`;
}
