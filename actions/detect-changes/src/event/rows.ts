import { type EventFacts, isZero } from './facts.ts';
import type { Question } from './question.ts';

/** What the workflow's author asks for, of what is not empty. */
export interface Wanted {
  /** `last-success`, `parent` or a revision. */
  readonly since?: string | undefined;
  readonly base?: string | undefined;
  readonly head?: string | undefined;
}

type Row = (facts: EventFacts, wanted: Wanted) => Question;

/**
 * One row for each event whose payload tells the two states; every other event is on a branch as it stands, and `since` tells.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
const rows: Readonly<Record<string, Row>> = {
  push: pushed,
  pull_request: pullRequest,
  pull_request_review: pullRequest,
  pull_request_review_comment: pullRequest,
  // The base branch is checked out, and the fork's code must not be: only its objects are read.
  pull_request_target: threeDot,
  merge_group: mergeGroup,
  create: created,
  release: (facts, wanted) => (isTag(facts) ? tagBefore(facts) : sinceThen(facts, wanted)),
};

/** The question that an event and the inputs ask. */
export function questionOf(facts: EventFacts, wanted: Wanted): Question {
  const row = Object.hasOwn(rows, facts.event) ? rows[facts.event] : undefined;
  const asked =
    facts.event === ''
      ? unknown(facts.sha || 'HEAD', 'The environment does not tell the event.')
      : (row ?? sinceThen)(facts, wanted);
  const { base, head } = wanted;
  // The branch that was pushed, as its own base, would always be without a change.
  if (base && !(facts.event === 'push' && isRef(base, facts)))
    return { by: 'named', input: 'base', name: base, head: head || headOf(asked) };
  return head ? withHead(asked, head) : asked;
}

/** A new branch is the same as by its push, which lists its commits, and this event does not. */
function created(facts: EventFacts, wanted: Wanted): Question {
  if (isTag(facts)) return tagBefore(facts);
  if (wanted.since) return sinceThen(facts, wanted);
  return facts.ref === `refs/heads/${facts.defaultBranch}` ? first(facts.sha) : forkPoint(facts, facts.sha);
}

function pushed(facts: EventFacts, wanted: Wanted): Question {
  const { before, after, ref, defaultBranch } = facts;
  const head = after === '' || isZero(after) ? facts.sha : after;
  if (isZero(after)) return unknown(head, 'The push deleted its branch or tag.');
  if (isTag(facts)) return tagBefore(facts);
  if (wanted.since) return sinceThen(facts, wanted, head);
  if (before === '') return unknown(head, 'The event does not tell the commit before the push.');
  const fork = forkPoint(facts, head);
  if (isZero(before)) return ref === `refs/heads/${defaultBranch}` ? first(head) : fork;
  const gone = `The commit before the push, ${before}, is not there any more`;
  const otherwise = !facts.forced
    ? unknown(head, `${gone}.`)
    : ref === `refs/heads/${defaultBranch}` || fork.by !== 'fork-point'
      ? unknown(head, `${gone}: the push was forced, and there is no other branch to compare with.`)
      : { ...fork, nothingNew: false, reason: `${gone}, since the push was forced: ${lower(fork.reason)}` };
  const reason = `Compared with the commit before the ${facts.forced ? 'forced ' : ''}push.`;
  return { by: 'states', strategy: 'push', base: before, head, reason, otherwise };
}

function first(head: string): Question {
  return { by: 'everything', head, reason: 'The first push of the default branch: everything is new.' };
}

function forkPoint({ defaultBranch, pushed: commits }: EventFacts, head: string): Question {
  if (defaultBranch === '')
    return unknown(head, 'The event does not tell the default branch, to compare a new branch with.');
  const reason = `Compared with where the branch left \`${defaultBranch}\`.`;
  return { by: 'fork-point', branch: defaultBranch, head, nothingNew: commits === 0, reason };
}

function pullRequest(facts: EventFacts): Question {
  const { pull, sha } = facts;
  const otherwise = threeDot(facts);
  if (!pull || sha === '') return otherwise;
  return { by: 'merge-parents', merge: sha, pullHead: pull.headSha, otherwise };
}

function threeDot({ pull, sha }: EventFacts): Question {
  if (!pull || pull.baseSha === '' || pull.headSha === '')
    return unknown(pull?.headSha || sha, 'The event does not tell the pull request’s base and head.');
  return { by: 'three-dot', base: pull.baseSha, head: pull.headSha, pull: pull.number };
}

function mergeGroup({ group, sha }: EventFacts): Question {
  if (!group || group.baseSha === '' || group.headSha === '')
    return unknown(sha, 'The event does not tell the merge group’s base and head.');
  const { baseSha: base, headSha: head } = group;
  const reason = 'Compared with the commit that the merge queue puts the group on.';
  return {
    by: 'states',
    strategy: 'merge-group',
    base,
    head,
    reason,
    otherwise: unknown(head, `The merge group’s base, ${base}, is not there any more.`),
  };
}

function tagBefore({ ref, sha }: EventFacts): Question {
  return { by: 'tag-before', tag: ref.slice('refs/tags/'.length), head: sha };
}

function sinceThen(facts: EventFacts, { since }: Wanted, head = 'HEAD'): Question {
  if (!since || since === 'parent') return { by: 'parent', head };
  if (since !== 'last-success') return { by: 'named', input: 'since', name: since, head };
  const { workflow, ref, runId, sha: recorded } = facts;
  const branch = ref.replace(/^refs\/(?:heads|tags)\//, '');
  if (workflow === '' || branch === '' || recorded === '' || !Number.isSafeInteger(runId) || runId <= 0)
    return unknown(
      head,
      'The environment does not tell the workflow, the branch, the commit and the run, to look for the last success.',
    );
  return { by: 'last-success', workflow, branch, runId, head, recorded };
}

function unknown(head: string, reason: string): Question {
  return { by: 'unknown', head, reason };
}

function isTag({ ref }: EventFacts): boolean {
  return ref.startsWith('refs/tags/');
}

function isRef(name: string, { ref }: EventFacts): boolean {
  return name === ref || `refs/heads/${name}` === ref;
}

function headOf(question: Question): string {
  return question.by === 'merge-parents' ? question.merge : question.head;
}

function withHead(question: Question, head: string): Question {
  if (question.by === 'merge-parents') return withHead(question.otherwise, head);
  if (question.by === 'states') return { ...question, head, otherwise: withHead(question.otherwise, head) };
  return { ...question, head };
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
