import { code, failureOf, prose, type Text } from '@actions-aws/action';
import { type ImageName, showImageName } from '@actions-aws/registry';
import type { MovingTag } from '@actions-aws/registry/order';
import { type Answer, undecided } from '../ask-registry.ts';
import type { ImageTag } from '../inputs/inputs.ts';
import { annotationsOf } from '../labels.ts';
import { contradictions } from '../mutability.ts';
import { immutableTags, type Names } from '../names/names.ts';
import type { Ref } from '../ref.ts';

type Tells = Pick<ImageTag, 'outputs' | 'summary' | 'log'>;

/** What is known before anything is asked. */
export interface NamedImage {
  readonly image: ImageName;
  readonly names: Names;
  readonly ref: Ref;
  readonly labels: readonly string[];
  /** The commit that is checked out. */
  readonly sha: string;
}

/**
 * Sets the names, which hold whether the registry answers or not. `exists` stays empty until it does: neither `true` nor
 * `false`, so that a condition on it builds nothing and deploys nothing.
 */
export function reportNames({ image, names, labels, sha }: NamedImage, { outputs, log }: Tells): void {
  const full = showImageName(image);
  const references = immutableTags(names).map((tag) => `${full}:${tag}`);
  outputs.setAll({
    tag: names.tag,
    tags: references.join('\n'),
    'tags-json': references,
    image: `${full}:${names.tag}`,
    labels: labels.join('\n'),
    annotations: annotationsOf(labels).join('\n'),
    state: 'unknown',
    'moving-tags': undecided(names.wishes, sha),
  });
  log.info(`The image's name is ${full}:${names.tag}.`);
}

/** Tells what the registry has, to the workflow and to people. */
export function reportAnswer(named: NamedImage, answer: Answer, { outputs, summary, log }: Tells): void {
  const { image, names, ref } = named;
  const { stock, moving, mutability } = answer;
  const full = showImageName(image);
  const digest = stock.state === 'present' ? stock.digest : '';
  outputs.setAll({
    state: stock.state,
    exists: stock.state === 'present',
    digest,
    'image-by-digest': digest && `${full}@${digest}`,
    'moving-tags': moving,
  });

  const sentence = {
    present: `It is in the registry, as ${digest}: there is nothing to build.`,
    archived: 'It is archived in ECR: it cannot be pulled.',
    absent: 'It is not in the registry: build it.',
  }[stock.state];
  log.info(sentence);
  for (const { tag, move, why } of moving) log.info(`${tag} ${move ? 'may move' : 'stays where it is'}: ${why}.`);
  const split = { immutable: immutableTags(names), moving: moving.filter(({ move }) => move).map(({ tag }) => tag) };
  const warnings = [...answer.warnings, ...(mutability ? contradictions(full, mutability, split) : [])];
  for (const warning of warnings) log.warning(warning);

  summary.heading([stock.state === 'present' ? '✅ ' : '🏷️ ', code(`${full}:${names.tag}`)]);
  summary.paragraph(sentence);
  if (names.release) summary.paragraph([code(names.release.tag), ' names it for ever, too.']);
  summarizeMoving(moving, summary);
  if (ref.kind === 'none') summary.paragraph(leftOut(ref));
  for (const warning of warnings) summary.paragraph(prose(`⚠️ ${warning}`));
}

/** Tells people the names where the registry gave no answer. */
export function reportFailure({ image, names }: NamedImage, thrown: unknown, { summary }: Tells): void {
  summary.heading(['❌ ', code(`${showImageName(image)}:${names.tag}`)]);
  summary.paragraph(prose(failureOf(thrown).annotation));
  summary.paragraph('The names hold; whether the image is there is not known.');
}

/** Why names of a branch or a version are left out. */
export function leftOut({ why }: Extract<Ref, { kind: 'none' }>): string {
  return `There are no names of a branch or a version: ${why}.`;
}

function summarizeMoving(moving: readonly MovingTag[], summary: Tells['summary']): void {
  if (moving.length === 0) return;
  const rows = moving.map(({ tag, move, why, from }): readonly Text[] => [
    code(tag),
    move ? 'may move' : 'stays',
    why,
    from === '' ? '' : code(from.slice(0, 'sha256:'.length + 12)),
  ]);
  summary.table(['Moving tag', '', 'Why', 'Now'], rows);
}
