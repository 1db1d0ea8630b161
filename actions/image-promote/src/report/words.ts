import { mayMove, showImageName } from '@actions-aws/registry';
import { isFinished } from '../plan/plan.ts';
import { gate, gone } from '../plan/refusal.ts';
import { short } from '../plan/scan.ts';
import type { Desired, Observed, Step, Verdict } from '../plan/state.ts';

/** One step in words, with what it acts on. */
export function inWords(step: Step, { to }: Pick<Desired, 'to'>): string {
  const name = showImageName(to);
  switch (step.do) {
    case 'create':
      return `create the repository ${name}`;
    case 'blobs':
      return `bring ${counted(step.count, 'blob')} (${size(step.bytes)}) to ${name}, as far as they are not there, and write what needs no more than has come`;
    case 'manifests':
      return `write ${manifestsInWords(step)} to ${name}`;
    case 'record':
      return `have ${name} list what refers to ${step.subjects.map(short).join(', ')}`;
    case 'compare':
      return `read ${counted(step.count, 'manifest')} of ${name} again, and compare`;
    case 'tag':
      return `give it the tag ${step.tag} in ${name}`;
    case 'move':
      return step.from === ''
        ? `give it the tag ${step.tag}, which is new, in ${name}`
        : `move the tag ${step.tag} of ${name} to it, from ${short(step.from)}`;
  }
}

function manifestsInWords({ role, digests }: Extract<Step, { do: 'manifests' }>): string {
  if (role === 'image') return 'the image itself, without a tag,';
  return counted(digests.length, role === 'child' ? 'manifest that the image needs' : 'referrer', {
    many: role === 'child' ? 'manifests that the image needs' : 'referrers',
  });
}

/** Whether a tag may move, in words. */
export function verdictInWords(tag: string, { move, isUnsure }: Pick<Verdict, 'move' | 'isUnsure'>): string {
  if (move) return `${tag} may move`;
  return isUnsure ? `Whether ${tag} would go forward is not known` : `${tag} would go backwards`;
}

/** A number of things. */
export function counted(count: number, one: string, { many = `${one}s` } = {}): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A size as people write it. */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** What a person should look at, although it stops nothing. */
export interface Warning {
  readonly title: string;
  readonly message: string;
}

/** All of it, as far as it is known by now. */
export function warningsOf(observed: Observed, desired: Desired): readonly Warning[] {
  const { digest, moving, mutability } = observed;
  const { to, tags } = desired;
  const toMove = moving.filter(({ before, now }) => before.digest !== digest || now.digest !== digest);
  const loose = mutability ? tags.filter((tag) => mayMove(mutability, tag) === true) : [];
  const unpassed = isFinished(observed) ? gate(observed, desired) : [];
  const going = isFinished(observed) && !desired.isSame ? gone(observed) : [];
  const still = 'The image has all its tags already, so that nothing was written, and the run is green.';
  return [
    ...unpassed.map(({ message }) => ({
      title: 'A gate would not let it pass now',
      message: `${message} ${still}`,
    })),
    ...going.map(({ message }) => ({ title: 'It is about to go where it came from', message: `${message} ${still}` })),
    ...toMove
      .filter(({ verdict }) => !verdict.move && desired.allowOlder)
      .map(({ tag, verdict }) => ({
        title: verdict.isUnsure ? 'A tag may go backwards' : 'A tag goes backwards',
        message: `${tag} moves, as \`allow-older\` permits: ${verdict.why}.`,
      })),
    ...(loose.length > 0
      ? [
          {
            title: 'Tags that never move could',
            message: `The repository ${showImageName(to)} is ${mutability?.mode}: a push can move ${loose.join(' and ')} to another image. Make its tags immutable, with exclusions for those that move.`,
          },
        ]
      : []),
    ...leftWarnings(observed),
  ];
}

/** A warning of each referrer that could not come along. */
export function leftWarnings(observed: Pick<Observed, 'left'>): readonly Warning[] {
  return leftInWords(observed).map((message) => ({ title: 'A referrer stays behind', message }));
}

/** What could not come along, and why. */
export function leftInWords({ left }: Pick<Observed, 'left'>): readonly string[] {
  return left.map(({ digest, subject, artifactType, why }) => {
    if (digest === '') return `It could not be seen what refers to ${short(subject)}: ${why}`;
    return `${short(digest)}${artifactType ? ` (${artifactType})` : ''}, which refers to ${short(subject)}, did not come along: ${why}`;
  });
}
