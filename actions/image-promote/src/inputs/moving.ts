import { accepted, type Input, input } from '@actions-aws/action';
import { movingTags, nameIn, type Template, type Wish } from '@actions-aws/registry/order';
import { NONE, tagsOrNone } from './references.ts';

/** A tag that moves, and the form of its repository's tags as far as it shows it. */
export interface MovingWish extends Wish {
  readonly template: Template;
  /** The commit that the tag moves for, where that is not the one that the image says: its content came back, as after a revert. */
  readonly revision?: string | undefined;
}

/** What moving tags a workflow asks for. */
export interface GivenMoving {
  readonly wishes: readonly MovingWish[];
  /** Those that image-tag said may not move, and why, in sentences. */
  readonly passedOver: readonly string[];
}

/**
 * The tags that move: their names, or image-tag's output `moving-tags` as it is, of which those are taken that may move;
 * the word for none.
 */
export function moving(): Input<GivenMoving> {
  const names = tagsOrNone();
  const verdicts = movingTags();
  const list = input<GivenMoving>(
    `list of tags, image-tag’s output \`moving-tags\`, or \`${NONE}\``,
    async (given, context) => {
      if (!given.startsWith('[')) {
        const read = await names.parse(given, context);
        return read.accepted ? accepted({ wishes: read.value.map((tag) => wishFor(tag)), passedOver: [] }) : read;
      }
      const read = await verdicts.parse(given, context);
      if (!read.accepted) return read;
      const wishes = read.value
        .filter(({ move }) => move)
        .map(({ tag, rule, revision }): MovingWish => ({ ...wishFor(tag, rule), revision }));
      const passedOver = read.value
        .filter(({ move }) => !move)
        .map(({ tag, why }) => `${tag} stays where it is: ${why}.`);
      return accepted({ wishes, passedOver });
    },
  );
  return { ...list, none: NONE };
}

const VERSION_NAME = /^(?:latest|v?\d+(?:\.\d+)?)$/;

/**
 * What decides about a tag, by its name: versions about `latest`, `1` and `1.2`, else commits. Where image-tag has said that
 * it is by version, these names may stand in a form, as in `search-api-1.2`.
 */
export function wishFor(tag: string, rule?: 'version' | 'revision'): MovingWish {
  const template = rule === 'version' || VERSION_NAME.test(tag) ? templateOf(tag) : undefined;
  const name = template && nameIn(template, tag);
  if (!template || name === undefined || (rule === 'revision' && !name.endsWith('latest'))) {
    return { tag, rule: rule ?? 'revision', template: { before: '', after: '' } };
  }
  if (name === 'latest') return { tag, rule: 'latest', template };
  return { tag, rule: 'version', within: name.includes('.') ? 'minor' : 'major', template };
}

/** The form of a tag of a version: the name is at its end, or else at its beginning. */
function templateOf(tag: string): Template | undefined {
  const [, before = '', name] =
    /^(.*?[-_])?(latest|v?\d+(?:\.\d+)?)$/.exec(tag) ?? /^()(latest|v?\d+(?:\.\d+)?)[-_]/.exec(tag) ?? [];
  return name === undefined ? undefined : { before, after: tag.slice(before.length + name.length) };
}
