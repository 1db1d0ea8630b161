import { type Failure, type FailureCode, kindOf } from '@actions-aws/promotion';
import { mayMove, showImageName } from '@actions-aws/registry';
import { isFinished } from './plan.ts';
import { short, wrongScans } from './scan.ts';
import type { Desired, Held, MovingTag, Observed } from './state.ts';

/** A reason not to begin. */
export type Refusal = Failure & { readonly hint: string };

/**
 * All that speaks against a promotion, before anything is written; the first reason gives the code. No gate is in the way of a
 * promotion that is finished: nothing is left to write. Nor is what is about to go in the repository that it came from.
 */
export function refusal(observed: Observed, desired: Desired): Refusal | undefined {
  const isOver = isFinished(observed) && !desired.isSame;
  const reasons = [
    ...(isOver ? [] : gone(observed)),
    ...(isFinished(observed) ? [] : gate(observed, desired)),
    ...destination(observed, desired),
    ...taken(observed, desired),
    ...fixed(observed, desired),
    ...backwards(observed, desired),
  ];
  // What cannot be done at all comes before what must not be done.
  const [first] = [...reasons].sort((a, b) => rank(a) - rank(b));
  if (!first) return undefined;
  return {
    code: first.code,
    message: reasons.map(({ message }) => message).join(' '),
    hint: [...new Set(reasons.map(({ hint }) => hint))].join(' '),
  };
}

function rank({ code }: Refusal): number {
  return ['error', 'proof', 'superseded'].indexOf(kindOf({ code }));
}

function reason(code: FailureCode, message: string, hint: string): Refusal {
  return { code, message, hint };
}

/** What is about to go. */
export function gone({ fleeting }: Observed): readonly Refusal[] {
  return fleeting.map(({ what, action, rule }) =>
    reason(
      'expiring',
      `The lifecycle policy is about to take away ${what} (${action} by ${rule}).`,
      'Change the policy so that it keeps what is promoted, or promote an image that stays.',
    ),
  );
}

/** What the image has to bring along, and does not. */
export function gate({ digest, required, scans }: Observed, { from, maxSeverity }: Desired): readonly Refusal[] {
  const missing = [...required].filter(([, held]) => held.digest !== digest);
  const wrong = maxSeverity ? wrongScans(scans, maxSeverity) : [];
  return [
    ...missing.map(([tag, held]) =>
      reason(
        'not-carried',
        `${digest} does not carry the tag ${tag} in ${showImageName(from)}: ${held.digest ? `that is ${held.digest}` : 'there is no such tag'}.`,
        'Promote the image to the environment before this one first, or name the digest that is there.',
      ),
    ),
    ...(wrong.length > 0
      ? [
          reason(
            'scan-not-clean',
            `The scan in ${showImageName(from)} does not let ${short(digest)} pass: ${wrong.join('; ')}.`,
            `${scanHint(scans)} \`max-severity\` says what passes, and \`any\` asks for no scan.`,
          ),
        ]
      : []),
  ];
}

function scanHint(scans: Observed['scans']): string {
  if (scans.some(({ scan }) => scan === undefined)) {
    return 'Only ECR has scans that can be asked for; elsewhere scan the image in a step of its own, before this one.';
  }
  const isMissing = scans.some(({ scan }) => scan?.status === 'NOT_FOUND');
  return isMissing
    ? 'Turn on scan on push for the repository, or for the registry, and start the scan of this image with `aws ecr start-image-scan`; then run the job again.'
    : 'Wait for the scan, or build the image without what it found.';
}

/** ECR takes so many filters: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
const MOST_EXCLUSIONS = 5;

function destination({ destination: state }: Observed, { to, create, moving }: Desired): readonly Refusal[] {
  if (state !== 'absent') return [];
  const missing = `There is no repository ${showImageName(to)}`;
  const hint = 'Make it in your infrastructure code, with tags that cannot move';
  if (!create) {
    const or = '; or say `create: true`. A push would make it with tags that move.';
    return [reason('no-repository', `${missing}.`, hint + or)];
  }
  if (moving.length <= MOST_EXCLUSIONS) return [];
  const most = `, and ECR makes none in which just these ${moving.length} tags move: it takes ${MOST_EXCLUSIONS} exclusions.`;
  const but = ' but for patterns that all of `moving` are in; or name fewer tags the first time.';
  return [reason('no-repository', missing + most, hint + but)];
}

/** Tags that never move, and name another image. */
function taken({ digest, tags }: Observed, { to }: Desired): readonly Refusal[] {
  return [...tags]
    .filter(([, held]) => held.digest !== '' && held.digest !== digest)
    .map(([tag, held]) => tagTaken(tag, held, digest, to));
}

/** Says that a tag is another image's. */
export function tagTaken(tag: string, held: Held, digest: string, to: Desired['to']): Refusal {
  return reason(
    'tag-taken',
    `${showImageName(to)}:${tag} is ${held.digest}${held.isArchived ? ', which is archived' : ''}, and not ${digest}: a tag of \`tags\` never moves.`,
    'Give this image another tag. A tag that moves goes into `moving`.',
  );
}

function fixed({ digest, moving, mutability }: Observed, { to }: Desired): readonly Refusal[] {
  return moving
    .filter(
      ({ tag, now }) => now.digest !== '' && now.digest !== digest && mutability && mayMove(mutability, tag) === false,
    )
    .map(({ tag, now }) => tagFixed(tag, now, to));
}

/** Says that the repository lets a tag not move. */
export function tagFixed(tag: string, now: Held, to: Desired['to']): Refusal {
  return reason(
    'immutable-tag',
    `${showImageName(to)} does not let ${tag} move away from ${now.digest}.`,
    `Add a filter for \`${tag}\` to the exclusions of the repository's tag immutability.`,
  );
}

function backwards({ digest, moving }: Observed, desired: Desired): readonly Refusal[] {
  return moving
    .filter((one) => one.now.digest !== digest && isHeldBack(one, desired))
    .map((one) => olderImage(one, desired));
}

/** Whether a tag may not move to this image. */
export function isHeldBack({ verdict }: MovingTag, { allowOlder }: Desired): boolean {
  return !verdict.move && !allowOlder;
}

/** Says that a tag would go backwards. */
function olderImage({ tag, now, verdict }: MovingTag, { to }: Desired): Refusal {
  return reason(
    'older-image',
    `${showImageName(to)}:${tag} stays on ${now.digest || 'nothing'}: ${verdict.why}.`,
    verdict.isUnsure
      ? 'If it may move although nothing tells which of the two is older, say `allow-older: true`; image-tag writes labels that tell.'
      : 'To go back on purpose say `allow-older: true`.',
  );
}
