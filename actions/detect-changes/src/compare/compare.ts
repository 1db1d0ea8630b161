import type { ChangeSink, Comparison } from '../changes.ts';
import type { Question, Strategy } from '../event/question.ts';
import type { GitHub, History, PullRequest, Told } from '../ports.ts';
import { byGitHub } from './by-github.ts';
import { decide } from './decide.ts';
import type { Choice } from './decision.ts';
import { differencesFromAny } from './several.ts';

/** Who can be asked, and what narrows the answer. */
export interface Sources {
  /** Git; undefined where there is no checkout. */
  readonly history: History | undefined;
  /** Connects to GitHub's API, when it is needed; undefined where there is no token. */
  readonly github: (() => Promise<GitHub>) | undefined;
  readonly choice: Choice;
  /** The commit of the event, which stands for `HEAD` where there is no checkout. */
  readonly sha: string;
}

/**
 * Answers a question: tells the two states, and hands what differs between them to the sink. Git is asked first; where it
 * cannot tell, or there is no checkout, GitHub is. What neither tells is not complete, with the reason.
 */
export async function compare(question: Question, sources: Sources, sink: ChangeSink): Promise<Comparison> {
  const { history, github, sha } = sources;
  const first = history && (await answer(question, history, sources, sink));
  if (first?.complete || !github)
    return first ?? incomplete(question, 'There is no checkout, and no token to ask GitHub.');
  // What is checked out may be another commit than the event's.
  const head = (await history?.here('HEAD'))?.sha ?? sha;
  const second = await answer(question, byGitHub(await github(), head), sources, sink);
  if (second.complete || !first) return second;
  return { ...first, reason: first.reason === second.reason ? first.reason : `${first.reason} ${second.reason}` };
}

async function answer(question: Question, history: History, sources: Sources, sink: ChangeSink): Promise<Comparison> {
  const pull = pullRequestOf(question);
  if (pull && history.pullRequest) {
    const { number, base, head } = pull;
    const reason = `GitHub lists what pull request #${number} changes.`;
    return told(await history.pullRequest(pull, sink), { base, head, strategy: 'three-dot', reason });
  }
  const decision = await decide(question, { history, github: sources.github, choice: sources.choice });
  if ('undecided' in decision) {
    sink.restart();
    const { head, strategy, undecided } = decision;
    return { base: '', head, strategy, complete: false, reason: undecided };
  }
  const { base, besides = [], head, strategy, reason } = decision;
  const result =
    besides.length === 0
      ? await history.differences(base, head, sink)
      : await differencesFromAny(history, [base, ...besides], head, sink);
  // Another base is only right where this one is gone, and not where it could not be asked for.
  if (!result.complete && result.isGone && question.by === 'states')
    return answer(question.otherwise, history, sources, sink);
  return told(result, { base: base ?? '', head, strategy, reason });
}

interface Compared {
  readonly base: string;
  readonly head: string;
  readonly strategy: Strategy;
  readonly reason: string;
}

function told(result: Told, compared: Compared): Comparison {
  if (result.complete) return { ...compared, complete: true };
  return { ...compared, complete: false, reason: result.reason };
}

/** The pull request that GitHub can list. */
function pullRequestOf(question: Question): PullRequest | undefined {
  if (question.by === 'merge-parents') return pullRequestOf(question.otherwise);
  if (question.by !== 'three-dot' || question.pull <= 0) return undefined;
  return { number: question.pull, base: question.base, head: question.head };
}

function incomplete(question: Question, reason: string): Comparison {
  const head = question.by === 'merge-parents' ? question.merge : question.head;
  return { base: '', head: head === 'HEAD' ? '' : head, strategy: 'unknown', complete: false, reason };
}
