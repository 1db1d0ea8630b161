import { isDeepStrictEqual } from 'node:util';
import { UserError } from '@actions-aws/action';
import {
  awaitVersion,
  awaken,
  type CodeStorage,
  differences,
  type FunctionVersion,
  judgeState,
  judgeUpdate,
  LATEST,
  markedDescription,
  remedyOf,
  storageOf,
  UnusableVersionError,
} from '@actions-aws/lambda';
import { type Failure, type Mark, readMark } from '@actions-aws/promotion';
import type { Artifact, Package } from '../code/package.ts';
import { hasCode } from '../plan/code.ts';
import { candidateOf } from '../plan/ownership.ts';
import { proofFor } from '../plan/plan.ts';
import type { Desired, Observed } from '../plan/state.ts';
import { broken, gone, LOOK_MS, proveAt, type Stage, type Steps, waiting, warnOfTakenBack } from './stage.ts';

/** The steps from new code to a published version that is proved: none of them touches what users meet. */
export const STEPS_OF_VERSIONS = {
  async 'await-update'(_step, observed, stage) {
    const isSettled = (seen: FunctionVersion) => {
      if (seen.revisionId === observed.replaced) return false;
      const state = judgeState(seen, 'latest');
      const update = judgeUpdate(seen);
      if (state.is === 'end') throw broken(`$LATEST of ${functionName} ${state.why}`, '', remedyOf(seen.stateReason));
      if (update.is === 'end') throw brokenUpdate(seen, stage.desired);
      return state.is === 'act' && update.is === 'act';
    };
    const { functionName, source } = stage.desired;
    const what = { functionName, version: LATEST, waitedFor: 'the update of $LATEST to complete' };
    const latest = await awaitVersion(what, isSettled, waiting(stage));
    // To send it once more would be to fight over $LATEST until somebody's time runs out.
    const isOurs = (seen: FunctionVersion) => source.kind === 'package' && hasCode(seen, source);
    if (isOurs(observed.latest) && !isOurs(latest)) return { ...observed, latest, failure: overtaken(stage.desired) };
    if (isOurs(latest)) assertStoredAlike(observed.storage, latest, stage.desired);
    return { ...observed, latest };
  },

  async keep(_step, observed, { code, context: { ports, signal } }) {
    if (!code?.artifact) throw new Error('A plan keeps code in S3 that nobody gave. This is a bug.');
    const account = observed.latest.arn.split(':')[4] ?? '';
    const keptVersion = await ports.artifacts.keep(code.artifact, account, signal);
    if (observed.storage.S3ObjectStorageMode && keptVersion === undefined) throw withoutVersions(code.artifact);
    return { ...observed, kept: true, keptVersion };
  },

  async upload(_step, observed, stage) {
    const { desired, code } = stage;
    const { ports } = stage.context;
    if (!code) throw new Error('A plan uploads code that nobody gave. This is a bug.');
    const { storage, keptVersion } = observed;
    const inBucket = storage.S3ObjectStorageMode && keptVersion ? { S3ObjectVersion: keptVersion } : {};
    const stored = { size: code.size, upload: { ...code.upload, ...inBucket } as Package['upload'] };
    const written = await ports.functions.upload(desired.functionName, stored, observed.latest.revisionId, storage);
    if (written.done) {
      if (written.version.lastUpdateStatus === 'Failed') throw brokenUpdate(written.version, desired);
      if (written.version.codeSha256 !== code.codeSha256) throw exchanged(code, written.version.codeSha256);
      const resend = observed.resend === 'due' ? 'done' : observed.resend;
      return { ...observed, latest: written.version, replaced: observed.latest.revisionId, resend };
    }
    const latest = await lookAgain(stage, observed);
    // The reply to our own write was lost; or AWS gave a new revision to what did not change, and we plan again.
    const isSent = desired.source.kind === 'package' && hasCode(latest, desired.source) && observed.resend !== 'due';
    if (isSent) return { ...observed, latest, replaced: observed.latest.revisionId };
    if (isUnchanged(observed.latest, latest)) return { ...observed, latest };
    return { ...observed, latest, failure: overtaken(desired) };
  },

  async smoke({ version }, observed, stage) {
    const isLatest = version === LATEST;
    const seen = isLatest ? observed.latest : candidateOf(observed, stage.desired);
    if (!seen) throw new Error(`A plan smokes version ${version}, which nobody published. This is a bug.`);
    const isReady = judgeState(seen, 'version').is === 'act';
    const ready = isReady ? seen : await awaken(stage.desired.functionName, version, waiting(stage));
    const failure = await proveAt(version, version, stage.desired.smoke, ready.timeoutMs, stage);
    if (failure) return { ...observed, failure };
    const passed = [...observed.passed, { version, revisionId: ready.revisionId }];
    return isLatest ? { ...observed, latest: ready, passed } : { ...observed, candidate: ready, passed };
  },

  async publish(_step, observed, stage) {
    const { desired, context } = stage;
    const { ports } = context;
    const { latest } = observed;
    const proof = desired.smokeOn === 'latest' ? proofFor(latest.codeSha256, desired) : undefined;
    const mark: Mark = { by: 'lambda-promote', owner: desired.deployer.owner, ...(proof && { proof }) };
    const written = await ports.functions.publish(desired.functionName, latest, markedDescription(mark));
    if (!written.done) {
      const now = await lookAgain(stage, observed);
      // Another revision of the same code: whoever configured it, it is planned, and proved, again.
      if (now.codeSha256 === latest.codeSha256) return { ...observed, latest: now };
      return { ...observed, latest: now, failure: overtaken(desired) };
    }
    if (written.version.codeSha256 !== latest.codeSha256) {
      throw broken(`Version ${written.version.version} has other code than was proved`, written.version.codeSha256);
    }
    const { is, why } = judgeState(written.version, 'version');
    if (is === 'end') {
      const { version } = written.version;
      const error = new UnusableVersionError(
        { functionName: desired.functionName, version },
        why,
        written.version.stateReason,
      );
      return withoutUnusable(error, written.version, observed, stage);
    }
    warnOfTakenBack(observed, written.version, desired, context.log);
    const runtime = otherRuntime(written.version, observed);
    if (runtime && desired.source.kind === 'package' && observed.resend === 'no') return { ...observed, resend: 'due' };
    if (runtime) stage.context.log.warning(runtime, { title: 'The runtime of $LATEST does not go to users' });
    return { ...observed, candidate: written.version };
  },

  async 'await-version'({ version }, observed, stage) {
    try {
      return { ...observed, candidate: await awaken(stage.desired.functionName, version, waiting(stage)) };
    } catch (error) {
      const candidate = candidateOf(observed, stage.desired);
      if (!candidate || !(error instanceof UnusableVersionError)) throw error;
      return withoutUnusable(error, candidate, observed, stage);
    }
  },
} satisfies Partial<Steps>;

function brokenUpdate(latest: FunctionVersion, { functionName }: Desired): UserError {
  return broken(`$LATEST of ${functionName} ${judgeUpdate(latest).why}`, '', remedyOf(latest.lastUpdateReason));
}

/** AWS has the new code, and users none of it yet: what it stores otherwise than before is not published. */
function assertStoredAlike(before: CodeStorage, { configuration }: FunctionVersion, { functionName }: Desired): void {
  const changes = differences({ ...before }, { ...storageOf(configuration) });
  if (changes.length === 0) return;
  const each = changes.map(({ setting, from, to }) => `${setting}, ${from} → ${to}`);
  throw broken(`The code of $LATEST of ${functionName} is not stored as it was before the upload: ${each.join('; ')}`);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html */
function withoutVersions({ bucket }: Artifact): UserError {
  return new UserError(
    `Input \`artifact-bucket\` is "${bucket.name}", which keeps no versions, and Lambda refers to code only by the version of an object.`,
    { hint: 'Turn on versioning for the bucket, in your infrastructure code, then run the job again.' },
  );
}

/**
 * What `$LATEST` is after a refusal; a while later, since AWS may refuse for a while what looks settled, and may not show
 * for a while what this run has put there.
 */
async function lookAgain(
  { desired, context: { ports, clock, signal } }: Stage,
  { replaced }: Pick<Observed, 'replaced'>,
): Promise<FunctionVersion> {
  for (;;) {
    await clock.sleep(LOOK_MS, signal);
    const seen = await ports.versions.describe(desired.functionName, LATEST);
    if (!seen) throw gone(desired);
    if (seen.revisionId !== replaced) return seen;
  }
}

/**
 * What to do about a version that cannot run. AWS gives it back for as long as nothing was updated, so one that an earlier
 * run published is given up, and its code is sent once more; of one that this run published nothing is hoped.
 */
function withoutUnusable(
  { message, remedy = '' }: UnusableVersionError,
  version: FunctionVersion,
  observed: Observed,
  { desired: { source, deployer, functionName } }: Stage,
): Observed {
  const isFresh = readMark(version.description)?.owner?.nonce === deployer.owner.nonce;
  if (source.kind === 'package' && observed.resend === 'no' && !isFresh) {
    return { ...observed, candidate: undefined, resend: 'due' };
  }
  const again = 'AWS publishes this version again for as long as the function is not updated.';
  const hints: Readonly<Record<typeof source.kind, string>> = {
    package: isFresh
      ? 'Put right what AWS names, then run the job again: it sends the code once more, so that AWS publishes a new version.'
      : `AWS publishes this version again, although the code was sent once more: delete it, with aws lambda delete-function --function-name ${functionName} --qualifier ${version.version}, and run the job again.`,
    latest: `Put right what AWS names by an update of the function in your infrastructure code and run the job again; or give the code by \`zip\`, \`s3-uri\` or \`image-uri\`, which sends it anew. ${again}`,
    version: 'Promote another version, or new code.',
    alias: 'Promote another version, or new code.',
  };
  throw new UserError(message, { code: 'not-ready', hint: `${remedy} ${hints[source.kind]}`.trim() });
}

/** A pin alone is no update after which AWS publishes: then the version before comes back, with the runtime before. */
function otherRuntime(published: FunctionVersion, { latest, runtimePin }: Observed): string {
  const [runs, wanted] = [published.runtimeVersion, latest.runtimeVersion];
  if (runtimePin === 'none' || !runs || !wanted || runs === wanted) return '';
  return `AWS gave back version ${published.version}, which runs on ${runs}, not on ${wanted} as $LATEST does: nothing else was updated since. Give the code by \`zip\` or \`s3-uri\`, which sends it anew, or update the function in your infrastructure code.`;
}

function isUnchanged(before: FunctionVersion, after: FunctionVersion): boolean {
  return before.codeSha256 === after.codeSha256 && isDeepStrictEqual(before.configuration, after.configuration);
}

/** What is in S3 can change after it was read; nothing is proved or published of it then. */
function exchanged({ source, codeSha256, image }: Package, found: string): UserError {
  if (image) {
    return new UserError(`Lambda took ${source}, and tells another digest of it: ${found}.`, {
      hint: 'Nothing was published. Run the job again, and if this stays, tell the authors of this action.',
    });
  }
  return new UserError(`Lambda took other code than ${source}: its SHA-256 is ${found}, not ${codeSha256}.`, {
    hint: 'Somebody wrote over the object in S3 while this run was under way. Look who may, then run the job again.',
  });
}

function overtaken({ functionName }: Desired): Failure {
  return {
    code: 'code-changed',
    message: `Somebody else put other code on $LATEST of ${functionName} while this run was under way.`,
    hint: 'Give the deployments of one function a common `concurrency:` group, so that they follow one another.',
  };
}
