import { canaryOf, differences, judgeState, judgeUpdate, LATEST, remedyOf } from '@actions-aws/lambda';
import { type Failure, inPercent, isOlder } from '@actions-aws/promotion';
import { FACTS } from './facts.ts';
import { isBrokenOff, writer } from './ownership.ts';
import { plan } from './plan.ts';
import type { Desired, Observed, Unread } from './state.ts';

/** A reason not to begin. */
export type Refusal = Failure & { readonly hint: string };

/** Looks for all that makes a promotion unsafe whatever the code is; asked before the first write. */
export function refusal(observed: Observed, desired: Desired): Refusal | undefined {
  const obstacles = [
    ...unprovedUsers(observed, desired),
    ...splitTraffic(observed, desired),
    ...noCanary(observed, desired),
    ...unsupported(observed, desired),
    ...unusable(observed, desired),
    ...byReference(observed, desired),
    ...otherMachine(observed, desired),
  ];
  if (obstacles.length > 0) {
    return {
      code: 'unsafe',
      message: obstacles.map(({ message }) => message).join(' '),
      hint: obstacles.map(({ hint }) => hint).join(' '),
    };
  }
  const movesPointer = plan(observed, desired).steps.some((step) => FACTS[step.do].writes === 'pointer');
  return movesPointer ? older(observed, desired) : undefined;
}

/** Why a run may not move the alias that is older than the one that it tells of. */
export function older({ alias }: Pick<Observed, 'alias'>, desired: Desired): Refusal | undefined {
  const { functionName, alias: name, deployer, allowOlder } = desired;
  const { order } = deployer;
  const live = alias?.mark?.order;
  if (allowOlder || !isOlder(order, live)) return undefined;
  return {
    code: 'older-run',
    message: `Run ${order?.number} of this workflow is older than run ${live?.number}, which promoted what is live on ${functionName}:${name}, or found it there.`,
    hint: 'To go back on purpose use lambda-rollback, or set `allow-older: true`.',
  };
}

type Obstacle = Pick<Refusal, 'message' | 'hint'>;

/** Users who reach `$LATEST`, and would meet code before it is proved. */
function unprovedUsers({ alias, unqualified, unread }: Observed, desired: Desired): readonly Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (unqualified.length > 0 && !desired.allowUnqualified) {
    obstacles.push({
      message: `Users reach $LATEST of ${desired.functionName} without passing the alias, so they would meet unproved code: ${unqualified.map(({ what }) => what).join('; ')}.`,
      hint: `${[...new Set(unqualified.map(({ remedy }) => remedy))].join(' ')} Or set \`allow-unqualified: true\` if they may.`,
    });
  }
  if (unread.length > 0 && !desired.allowUnqualified) {
    obstacles.push({
      message: `Could not look whether users reach $LATEST of ${desired.functionName} without passing the alias: AWS does not let this run read its ${unread.map(readable).join(', ')}.`,
      hint: `Allow ${unread.map(({ action }) => `\`${action}\``).join(' and ')} in the role's policy; or set \`allow-unqualified: true\` if users may meet unproved code.`,
    });
  }
  if (alias?.version === LATEST) {
    obstacles.push({
      message: `Could not promote: ${named(desired)} points to $LATEST, so users meet every change at once and nothing can be proved first.`,
      hint: `Publish what is live and point the alias to it, once: ${updateAlias(desired)} --function-version "$(aws lambda publish-version --function-name ${desired.functionName} --query Version --output text)"`,
    });
  }
  return obstacles;
}

/** What this action cannot promote yet, by the setting that says so, and why. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  DurableConfig:
    'is a durable function: each check would begin an execution, and executions stay on the version on which they began, for up to a year',
  TenancyConfig: 'isolates its tenants: a check would have to be of one of them',
  CapacityProviderConfig:
    'runs on managed instances: its $LATEST cannot be invoked, and users without the alias reach $LATEST.PUBLISHED',
};

/** Kinds of functions that would be promoted wrongly. */
function unsupported({ latest, candidate }: Observed, { functionName }: Desired): readonly Obstacle[] {
  const settings = { ...latest.configuration, ...candidate?.configuration };
  return Object.entries(UNSUPPORTED).flatMap(([setting, why]) => {
    if (settings[setting] === undefined) return [];
    return [
      {
        message: `Could not promote: ${functionName} ${why} (${setting}). This action does not support that yet.`,
        hint: 'Deploy this function by other means.',
      },
    ];
  });
}

/** Code that Lambda reads in a bucket whenever it needs it stays there only if the new code has a version of an object. */
function byReference(observed: Observed, desired: Desired): readonly Obstacle[] {
  const { source, functionName } = desired;
  if (source.kind !== 'package' || !observed.storage.S3ObjectStorageMode) return [];
  const isUploaded = plan(observed, desired).steps.some((step) => step.do === 'upload');
  if (!isUploaded || source.way === 'artifact' || source.way === 'object-version') return [];
  const why = source.way === 'object' ? 'the bucket of `s3-uri` keeps no versions' : 'a `zip` is sent with the request';
  return [
    {
      message: `Could not promote: Lambda refers to the code of ${functionName} in a bucket (S3ObjectStorageMode REFERENCE), and would copy the new code, since ${why}.`,
      hint: 'Give the code by `s3-uri` or `artifact-bucket`, in a bucket with versioning.',
    },
  ];
}

/** An image that Lambda cannot read, or that its machines cannot run; AWS would say it only after it has taken the image. */
function otherMachine({ latest }: Observed, { source, functionName }: Desired): readonly Obstacle[] {
  const image = source.kind === 'package' ? source.image : undefined;
  if (!image) return [];
  const obstacles: Obstacle[] = [];
  const [, , , region = ''] = latest.arn.split(':');
  if (image.region !== region) {
    obstacles.push({
      message: `Could not promote: ${image.given} is in ${image.region}, ${functionName} is in ${region}, and Lambda takes images of its own Region only.`,
      hint: `Put the image into a repository in ${region} first, by image-promote or ECR's replication, and name that one.`,
    });
  }
  // https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html#lambda-Type-FunctionConfiguration-Architectures
  const { Architectures: [architecture = 'x86_64'] = [] } = latest.configuration as { Architectures?: string[] };
  if (image.architecture !== architecture) {
    const platform = architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
    obstacles.push({
      message: `Could not promote: ${image.given} is made for ${image.architecture}, and ${functionName} runs on ${architecture}.`,
      hint: `Build the image for the function's architecture, with \`platforms: ${platform}\`; or give the function the other one in your infrastructure code.`,
    });
  }
  return obstacles;
}

/** What no waiting makes fit for use: `$LATEST` where a version is to be made of it, or the version that is named. */
function unusable(observed: Observed, desired: Desired): readonly Obstacle[] {
  const { latest, candidate } = observed;
  const { functionName } = desired;
  if (candidate) {
    const { is, why } = judgeState(candidate, 'version');
    if (is !== 'end') return [];
    return [
      {
        message: `Could not promote: version ${candidate.version} of ${functionName} ${why}.`,
        hint: remedyOf(candidate.stateReason) ?? 'Promote another version, or new code.',
      },
    ];
  }
  if (!plan(observed, desired).steps.some((step) => step.do === 'publish')) return [];
  const state = judgeState(latest, 'latest');
  // One that is known to have failed is what new code is for.
  const update = judgeUpdate(latest);
  const isUnknown = update.is === 'end' && latest.lastUpdateStatus !== 'Failed';
  if (state.is !== 'end' && !isUnknown) return [];
  return [
    {
      message: `Could not promote: $LATEST of ${functionName} ${state.is === 'end' ? state.why : update.why}.`,
      hint:
        remedyOf(state.is === 'end' ? latest.stateReason : latest.lastUpdateReason) ??
        (latest.state === 'Failed'
          ? 'Lambda does not run it any more: delete the function and make it anew in your infrastructure code, then run the job again.'
          : 'Look at the function, and run the job again once it is Active.'),
    },
  ];
}

/** What could not be looked at, and what to allow for it. */
function readable({ what, action }: Unread): string {
  return `${what} (${action})`;
}

/** All that this run was not allowed to look at, and what to allow for it. */
export function notChecked({ unread, runtimePin }: Observed): readonly string[] {
  const runtime = { what: 'runtime management', action: 'lambda:GetRuntimeManagementConfig' };
  return [...unread, ...(runtimePin === 'unread' ? [runtime] : [])].map(readable);
}

/** A split that is not AWS's own, which comes and goes while provisioned concurrency follows the alias. */
function splitTraffic(observed: Observed, desired: Desired): readonly Obstacle[] {
  const { alias, provisioned } = observed;
  const [split] = Object.entries(alias?.weights ?? {});
  if (!alias || !split || canaryOf(alias)) return [];
  const [version, share] = split;
  if (isBrokenOff(observed)) return brokenOff(observed, desired, version);
  if (provisioned && !provisioned.ready) return [];
  return [
    {
      message: `Could not promote: ${named(desired)} splits its traffic, ${inPercent(share)} to version ${version} and the rest to ${alias.version}; somebody else's deployment is under way, or broke off.`,
      hint: `Let it end; or run lambda-rollback with \`only-if: any\` and \`to: ${alias.version}\`, which gives all users version ${alias.version}.`,
    },
  ];
}

/**
 * A move that broke off, since its version could not be provisioned: all users are kept on the version before, by weights
 * that AWS leaves there and with which it takes no other version (https://github.com/gradientedge/cdk-utils/pull/1110).
 * A version that no user met is nothing to go back to; but nor is one that was taken back from them. What an earlier attempt
 * of this run moved, it takes back itself.
 */
function brokenOff(observed: Observed, desired: Desired, met: string): readonly Obstacle[] {
  const { alias, provisioned } = observed;
  if (!alias || writer(observed, desired) !== 'other') return [];
  const safe = alias.mark?.undid === met ? alias.version : met;
  return [
    {
      message: `Could not promote: ${named(desired)} is on version ${alias.version}, whose provisioned concurrency failed (${provisioned?.failure}), so AWS keeps all users on version ${met}, by weights with which it takes no new version.`,
      hint: `Run lambda-rollback with \`only-if: any\` and \`to: ${safe}\`: it gives all users version ${safe}, and clears those weights. If AWS refuses that, delete its provisioned concurrency before, and make it anew after: aws lambda delete-provisioned-concurrency-config --function-name ${desired.functionName} --qualifier ${desired.alias}.`,
    },
  ];
}

/** What makes it impossible to give some of the users to a candidate. */
function noCanary({ alias, live, candidate, latest, provisioned }: Observed, desired: Desired): readonly Obstacle[] {
  const { canary, until } = desired;
  if (canary.length === 0 && typeof until !== 'number') return [];
  if (!alias) {
    if (typeof until !== 'number') return [];
    return [
      {
        message: `Could not hold at ${inPercent(until)}: ${named(desired)} is not there yet, so nobody can have a share of it.`,
        hint: 'Promote once without `until`, or hold with `until: staged`.',
      },
    ];
  }
  if (provisioned) {
    return [
      {
        message: `Could not begin a canary: ${named(desired)} has provisioned concurrency, which AWS does not take together with weights.`,
        hint: 'Promote without `canary`, or give up the provisioned concurrency in your infrastructure code.',
      },
    ];
  }
  const next = (candidate ?? latest).configuration;
  if (!live) return [];
  const changed = new Set(differences(live.configuration, next).map(({ setting }) => setting));
  const unlike = ['Role', 'DeadLetterConfig'].filter((setting) => changed.has(setting));
  if (unlike.length === 0) return [];
  return [
    {
      message: `Could not begin a canary: what is new of ${desired.functionName} has another ${unlike.join(' and another ')} than what is live, and AWS lets two versions share an alias only where these are the same.`,
      hint: 'Promote this one without `canary`.',
    },
  ];
}

function updateAlias({ functionName, alias }: Desired): string {
  return `aws lambda update-alias --function-name ${functionName} --name ${alias}`;
}

function named({ functionName, alias }: Desired): string {
  return `the alias ${alias} of ${functionName}`;
}
