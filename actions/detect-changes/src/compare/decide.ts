import { isSha } from '@actions-aws/git';
import type { ForkPoint, Named, Question, Strategy, TagBefore, ThreeDot } from '../event/question.ts';
import { comesAfter } from '../event/tags.ts';
import type { History } from '../ports.ts';
import type { Answers, Decision, Undecided } from './decision.ts';
import { lastSuccess } from './last-success.ts';

/** The two states that a question leads to, or why they are not known. */
export async function decide(question: Question, answers: Answers): Promise<Decision | Undecided> {
  const { history } = answers;
  switch (question.by) {
    case 'merge-parents': {
      const [base, pullHead, ...others] = (await history.here(question.merge))?.parents ?? [];
      if (base === undefined || pullHead !== question.pullHead || others.length > 0)
        return decide(question.otherwise, answers);
      const reason = 'Compared with the base branch as the test merge has it.';
      return { base, head: question.merge, strategy: 'merge-parents', reason };
    }
    case 'unknown':
      return { undecided: question.reason, head: question.head, strategy: 'unknown' };
    case 'states':
      return { base: question.base, head: question.head, strategy: question.strategy, reason: question.reason };
    default:
      return ofHead(question, answers);
  }
}

type OfHead = Exclude<Question, { readonly by: 'merge-parents' | 'states' | 'unknown' }>;

/** Questions whose head may be a name, of what is checked out or of what the user says. */
async function ofHead(question: OfHead, answers: Answers): Promise<Decision | Undecided> {
  const { history } = answers;
  const head = await shaOf(history, question.head);
  if (head === undefined)
    return { undecided: `\`${question.head}\` cannot be found.`, head: '', strategy: strategyOf(question) };
  switch (question.by) {
    case 'everything':
      return { base: undefined, head, strategy: 'everything', reason: question.reason };
    case 'parent':
      return parent(history, head);
    case 'three-dot':
      return threeDot(history, question, head);
    case 'fork-point':
      return forkPoint(history, question, head);
    case 'tag-before':
      return tagBefore(answers, question, head);
    case 'last-success':
      return lastSuccess(answers, question, head);
    case 'named':
      return named(history, question, head);
  }
}

function strategyOf(question: OfHead): Strategy {
  return question.by === 'named' ? question.input : question.by;
}

async function shaOf(history: History, head: string): Promise<string | undefined> {
  if (head === 'HEAD') return (await history.here(head))?.sha;
  return isSha(head) ? head : (await history.resolve(head))?.sha;
}

async function parent(history: History, head: string): Promise<Decision | Undecided> {
  const strategy = 'parent';
  const commit = await history.commit(head);
  if (!commit) return { undecided: `The commit ${head} cannot be had.`, head, strategy };
  const [base] = commit.parents;
  const reason =
    base === undefined ? 'The commit has no parent: everything is new.' : 'Compared with the first parent.';
  return { base, head: commit.sha, strategy, reason };
}

async function threeDot(history: History, { base }: ThreeDot, head: string): Promise<Decision | Undecided> {
  const reason = 'Compared with where the pull request left its base branch.';
  return sinceLeft(history, { base, head, strategy: 'three-dot', reason, of: 'the base branch' });
}

async function forkPoint(history: History, question: ForkPoint, head: string): Promise<Decision | Undecided> {
  const { branch, reason, nothingNew } = question;
  const strategy = 'fork-point';
  const tip = await history.resolve(`refs/heads/${branch}`);
  if (!tip) return { undecided: `The branch \`${branch}\`, to compare with, cannot be found.`, head, strategy };
  return sinceLeft(history, { base: tip.sha, head, strategy, reason, of: `\`${branch}\``, nothingNew });
}

async function named(history: History, { input, name }: Named, head: string): Promise<Decision | Undecided> {
  const base = await history.resolve(name);
  if (!base) return { undecided: `\`${input}: ${name}\` cannot be found.`, head, strategy: input };
  if (input === 'since' || base.is !== 'branch')
    return { base: base.sha, head, strategy: input, reason: `Compared with \`${name}\`, which \`${input}\` names.` };
  const reason = `Compared with where it left \`${name}\`, the branch that \`base\` names.`;
  return sinceLeft(history, { base: base.sha, head, strategy: 'base', reason, of: `\`${name}\`` });
}

interface Left {
  readonly base: string;
  readonly head: string;
  readonly strategy: Strategy;
  readonly reason: string;
  /** What it left, in words. */
  readonly of: string;
  /** Whether the event says that no commit is new. */
  readonly nothingNew?: boolean;
}

/** What happened on one side since it left the other. */
async function sinceLeft(
  history: History,
  { base, head, strategy, reason, of, nothingNew = false }: Left,
): Promise<Decision | Undecided> {
  const found = await history.mergeBase(base, head);
  if (found === 'unknown') return { undecided: `History is missing to tell where it left ${of}.`, head, strategy };
  if (found === 'none')
    return { base: undefined, head, strategy, reason: `It has no commit in common with ${of}: everything is new.` };
  // A run that is repeated after the merge would find nothing changed, and deliver nothing.
  if (found.sha === head && !nothingNew)
    return { undecided: `It is already in ${of}, which does not tell any more what it brought.`, head, strategy };
  return { base: found.sha, head, strategy, reason };
}

async function tagBefore(
  { history, choice }: Answers,
  { tag }: TagBefore,
  head: string,
): Promise<Decision | Undecided> {
  const strategy = 'tag-before';
  const tags = await history.tags();
  const commit = await history.commit(head);
  if (!tags || !commit)
    return { undecided: `${tags ? `The commit ${head}` : 'The list of tags'} cannot be had.`, head, strategy };
  const counts = choice.tags ?? comesAfter(tag);
  const candidates = new Map<string, string>();
  for (const [name, sha] of tags) if (name !== tag && sha !== commit.sha && counts(name)) candidates.set(sha, name);
  const found = candidates.size === 0 ? 'none' : await history.nearest(new Set(candidates.keys()), commit.sha);
  if (found === 'unknown')
    return { undecided: `History is missing to tell the tag before \`${tag}\`.`, head, strategy };
  if (found === 'none')
    return {
      base: undefined,
      head: commit.sha,
      strategy,
      reason: `No tag comes before \`${tag}\`: everything is new.`,
    };
  const reason = `Compared with the tag before it, \`${candidates.get(found.sha) ?? found.sha}\`.`;
  return { base: found.sha, head: commit.sha, strategy, reason };
}
