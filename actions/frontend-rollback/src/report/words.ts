import { type Failure, runOf, whenOf } from '@actions-aws/promotion';
import type { Pointer } from '@actions-aws/site';
import { settled } from '../plan/plan.ts';
import type { Desired, Observed, Step } from '../plan/state.ts';

/** One step in words. */
export function inWords(step: Step, { app }: Pick<Desired, 'app'>): string {
  switch (step.do) {
    case 'note':
      return `note in the history of ${app} that it goes back to the release ${step.to}`;
    case 'move':
      return `move the pointer of ${app} back from the release ${step.from} to ${step.to}`;
    case 'carry-first':
      return `carry ${step.files} hashed files between the releases ${step.from} and ${step.into} before the move, for tabs that are open`;
    case 'carry':
      return `carry ${step.files} hashed files between the releases ${step.from} and ${step.into}, for tabs that are open`;
    case 'carry-late':
      return `carry the hashed files of the release ${step.from} into ${step.into}, for tabs that are open: a manifest could not be read soon`;
    case 'spread':
      return `wait until all edges of ${app} have the release ${step.release}, and nothing else in their caches`;
    case 'await-served':
      return `ask for the release, until the answer goes on to be ${step.release}`;
  }
}

/** What a person should look at twice, although it is no failure: as the pointer was when the run began. */
export function warningOf({ pointer }: Pick<Observed, 'pointer'>, desired: Desired): string {
  const { mark, release } = pointer;
  const { app, to } = desired;
  if (!mark?.undid) return '';
  const ended = settled(pointer, desired);
  if (to === undefined && ended === 'noop') {
    return `The pointer of ${app} is on the release ${release} because ${runOf(mark)} took the release ${mark.undid} back${whenOf(mark)}: a rollback goes back once, so nothing was moved. To go further, name a release in \`to\`; the folder history/${app}/ of the bucket has those that were live.`;
  }
  if (to !== mark.undid || ended) return '';
  return `The release ${to} was taken back by ${runOf(mark)}${whenOf(mark)}, and \`to\` leads there all the same.`;
}

/** `only-if` does not hold. */
export function deployedSince({ release, raw, mark }: Pointer, { app, onlyIf }: Desired): Failure {
  const now = release ? `the release ${release}` : raw || 'no release';
  const who = mark ? `, by ${runOf(mark)}` : '';
  return {
    code: 'condition-not-met',
    message: `The pointer of ${app} is on ${now}${who}, not on ${onlyIf}: another deployment came since, and nothing was touched.`,
    hint: 'Look at what is live before you go back further.',
  };
}

/** Another writer moved the pointer while we were about to, or after we had. */
export function overtaken({ raw, mark }: Pointer, { app }: Desired): Failure {
  const who = mark ? `by ${runOf(mark)}` : 'by another hand';
  return {
    code: 'pointer-changed',
    message: `The pointer of ${app} was moved by another writer meanwhile: it is at ${raw || '/'} now, ${who}, and was left as it is.`,
    hint: 'Look at what is live before you go back further.',
  };
}

/** The pointer names no release at all. */
export function noRelease({ kind, raw }: Pointer, { app }: Desired): Failure {
  const what = kind === 'key-value-store' ? 'the key `release` of its store' : 'its OriginPath';
  return {
    code: 'nothing-before',
    message: `The pointer of ${app} names no release: ${what} is ${raw || 'empty'}.`,
    hint: 'Look at `app-distribution`: the first promotion puts the pointer on a release.',
  };
}

/** No release to go back to is known. */
export function noTarget({ release, mark }: Pointer, before: readonly string[], { app }: Desired): Failure {
  const isFirst = mark !== undefined && mark.undid === undefined && mark.from === undefined;
  const why = isFirst
    ? 'it was the first to be promoted'
    : 'the pointer does not say which release it was on before: another hand has moved it since';
  return {
    code: 'nothing-before',
    message: `There is nothing to go back to from the release ${release} of ${app}: ${why}.${named(before)}`,
    hint:
      before.length > 0
        ? 'Name one of them in `to`.'
        : 'Promote a release that works; `to` would lead to one that no user has met.',
  };
}

/** What `to` names was never live, as far as the history tells. */
export function neverLive(to: string, before: readonly string[], { app }: Desired): Failure {
  return {
    code: 'nothing-before',
    message: `The release ${to} was never live on ${app}, by the site's history.${named(before)}`,
    hint:
      before.length > 0
        ? 'Name one of them in `to`; a release that no user has met is promoted, by frontend-promote.'
        : 'A release that no user has met is promoted, by frontend-promote.',
  };
}

/** The target is not whole. */
export function notWhole(release: string, because: string, missing: readonly string[], { bucket }: Desired): Failure {
  const [first = '', ...others] = missing;
  const what =
    missing.length === 0
      ? `it has no manifest in ${bucket}`
      : `${first}${others.length > 0 ? ` and ${others.length} more of its files are` : ' of its files is'} not there`;
  return {
    code: 'not-whole-release',
    message: `The release ${release} (${because}) cannot be served: ${what}.`,
    hint: 'Name another release in `to`; what takes objects away below `r/`, such as a lifecycle rule by age, must not.',
  };
}

/** The target is whole, and was laid out for sites that are made otherwise. */
export function notServable(release: string, because: string, wrong: string): Failure {
  return {
    code: 'not-whole-release',
    message: `The release ${release} (${because}) cannot be served as the site is now: ${wrong}.`,
    hint: 'Name another release in `to`, or stage the build of this one again and promote it.',
  };
}

/** How many releases a message names. */
const SHOWN = 5;

function named(before: readonly string[]): string {
  return before.length === 0 ? '' : ` Live before, newest first: ${before.slice(0, SHOWN).join(', ')}.`;
}
