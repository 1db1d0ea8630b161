import { UserError } from '@actions-aws/action';
import {
  type Alias,
  canaryOf,
  type FunctionVersion,
  historyOf,
  isRuntimePinned,
  LATEST,
  previousAliasOf,
  storageOf,
} from '@actions-aws/lambda';
import { followed } from '../plan/ownership.ts';
import { oldVersions } from '../plan/prune.ts';
import type { Desired, Observed } from '../plan/state.ts';
import type { Ports } from '../ports.ts';

/** Reads all that a plan is made from, now, at `at`. Writes nothing. `undefined` where a function that may be missing is. */
export async function observe(
  desired: Desired,
  { versions, aliases, functions }: Ports,
  at: number,
): Promise<Observed | undefined> {
  const { functionName } = desired;
  const latest = await versions.describe(functionName, LATEST);
  if (!latest && desired.optional) return undefined;
  if (!latest) {
    throw new UserError(
      `Input \`functions\` is "${functionName}", but there is no such function in this account and region.`,
      {
        hint: 'Look at AWS_REGION, at the role that was assumed, and at the spelling. The function itself is made by your infrastructure code.',
      },
    );
  }
  const [all, triggers, published] = await Promise.all([
    aliases.list(functionName),
    functions.unqualifiedTriggers(functionName),
    desired.keepVersions === undefined ? [] : versions.list(functionName),
  ]);
  const named = namedVersion(desired, all);
  const candidate = named === undefined ? undefined : await versions.describe(functionName, named);
  if (named !== undefined && !candidate) {
    const given =
      desired.source.kind === 'alias' ? `\`from-alias\` leads to version ${named}` : `\`version\` is "${named}"`;
    throw new UserError(`Input ${given}, but ${functionName} has no such version.`, {
      hint: `It may have been pruned. List what is there: aws lambda list-versions-by-function --function-name ${functionName} --query "Versions[].Version"`,
    });
  }
  refuseOtherKind(latest, desired);
  const alias = all.find(({ name }) => name === desired.alias);
  const previousAlias = all.find(({ name }) => name === previousAliasOf(desired.alias));
  const others = all.filter((one) => one !== alias && one !== previousAlias);
  const onTrial = alias && canaryOf(alias);
  const [live, canary, provisioned] = await Promise.all([
    alias && alias.version !== LATEST ? versions.describe(functionName, alias.version) : undefined,
    onTrial ? versions.describe(functionName, onTrial.version) : undefined,
    alias ? functions.provisioned(functionName, desired.alias) : undefined,
  ]);
  const observed: Observed = {
    latest,
    replaced: undefined,
    alias,
    previousAlias,
    live,
    canary,
    at,
    baked: 0,
    unqualified: triggers.found,
    unread: triggers.unread,
    provisioned: followed(provisioned, alias),
    versions: published,
    referenced: new Set(others.flatMap(namedBy)),
    uses: new Map(),
    met: metBy(alias),
    candidate,
    kept: false,
    keptVersion: undefined,
    storage: storageOf(latest.configuration),
    runtimePin: await pinOf([latest, live, canary], desired, versions),
    resend: 'no',
    passed: [],
    verified: false,
    moved: false,
    failure: undefined,
    restored: false,
    stuck: false,
    unreadable: false,
  };
  const old = desired.until === undefined ? oldVersions(observed, desired) : [];
  return old.length === 0 ? observed : { ...observed, uses: await functions.usesOf(latest.arn, old) };
}

/** A function keeps the kind of its code: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html */
function refuseOtherKind({ configuration }: FunctionVersion, { source, functionName }: Desired): void {
  if (source.kind !== 'package') return;
  const isImage = configuration.PackageType === 'Image';
  if (isImage === (source.image !== undefined)) return;
  const [runs, given, instead] = isImage
    ? ['a container image', 'a zip', '`image-uri` instead of `zip` or `s3-uri`']
    : ['code from a zip', 'a container image', '`zip` or `s3-uri` instead of `image-uri`'];
  throw new UserError(`${functionName} runs ${runs}, so ${given} cannot be its code.`, {
    hint: `Give ${instead}. To change the kind, make another function in your infrastructure code: Lambda does not change it.`,
  });
}

/** Asked only where the runtimes differ. */
async function pinOf(
  seen: readonly (FunctionVersion | undefined)[],
  { functionName, source }: Desired,
  versions: Ports['versions'],
): Promise<Observed['runtimePin']> {
  const several = seen.filter((one) => one !== undefined && one.runtimeVersion !== '') as readonly FunctionVersion[];
  const differ = new Set(several.map(({ runtimeVersion }) => runtimeVersion)).size > 1;
  if (!differ || source.kind === 'version' || source.kind === 'alias') return 'none';
  const modes = await Promise.all(several.map(({ version }) => versions.runtimeUpdates(functionName, version)));
  if (modes.some((mode) => mode !== undefined && isRuntimePinned(mode))) return 'pinned';
  return modes.includes(undefined) ? 'unread' : 'none';
}

/** All versions that an alias names: what it leads to, what it came from, and what was taken back from it. */
export function namedBy(alias: Alias): readonly string[] {
  return [...metBy(alias), ...historyOf(alias)];
}

/** Whoever the alias leads to now; and what was taken back last, since nobody knows how long ago that was. */
function metBy(alias: Alias | undefined): ReadonlySet<string> {
  const { undid } = alias?.mark ?? {};
  return new Set(alias ? [alias.version, ...Object.keys(alias.weights), ...(undid ? [undid] : [])] : []);
}

/** The published version that the workflow names, by its number or by an alias; nothing where there is new code. */
function namedVersion({ source, functionName }: Desired, all: readonly Alias[]): string | undefined {
  if (source.kind === 'version') return source.version;
  if (source.kind !== 'alias') return undefined;
  const from = all.find(({ name }) => name === source.alias);
  if (from && from.version !== LATEST && Object.keys(from.weights).length === 0) return from.version;
  const what = !from
    ? 'there is no such alias'
    : from.version === LATEST
      ? 'it points to $LATEST, which can change at any time'
      : 'it splits its traffic between two versions';
  throw new UserError(`Input \`from-alias\` is "${source.alias}", but ${what} (${functionName}).`, {
    hint: 'Name an alias that points to one published version.',
  });
}
