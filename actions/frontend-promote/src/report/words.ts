import { runOf, whenOf } from '@actions-aws/promotion';
import type { Desired, Observed, Step } from '../plan/state.ts';

/** One step in words, with what it acts on. */
export function inWords(step: Step, { test, app }: Pick<Desired, 'test' | 'app'>): string {
  switch (step.do) {
    case 'look-at-objects':
      return `look whether all objects of the release ${step.release} are there`;
    case 'prove':
      return `prove the release ${step.release} at TEST (${test})`;
    case 'carry':
      return `carry ${step.files} hashed files of the release ${step.from} into ${step.into}, for tabs that are open`;
    case 'note':
      return `note in the history of APP (${app}) that it moves to the release ${step.to}`;
    case 'move':
      return `move the pointer of APP (${app}) ${step.from === undefined ? '' : `from the release ${step.from} `}to ${step.to}`;
    case 'spread':
      return `wait until all edges of APP (${app}) have it, and nothing else in their caches`;
    case 'await-served':
      return `ask APP (${app}) for its release, until it goes on to answer ${step.release}`;
    case 'verify':
      return `verify what APP (${app}) answers`;
    case 'share-beside':
      return `put ${step.files} licences and maps of the release ${step.release} beside the scripts that releases share`;
    case 'claim':
      return `note in the pointer of APP (${app}) that this run found the release ${step.release} live, so that no older one takes it away`;
    case 'move-back':
      return `move the pointer of APP (${app}) back from the release ${step.from} to ${step.to}`;
    case 'spread-back':
      return `wait until all edges of APP (${app}) are back on the release ${step.release}`;
  }
}

/** Said loudly of a release that the live pointer's mark names as taken back; empty of any other. */
export function takenBackInWords({ app }: Pick<Observed, 'app'>, { staged, deployer }: Desired): string {
  const { mark } = app;
  if (!mark?.undid || mark.undid !== staged.release || mark.owner?.nonce === deployer.owner.nonce) return '';
  return `The release ${staged.release}, which this run promotes, was taken back from its users by ${runOf(mark)}${whenOf(mark)}.`;
}
