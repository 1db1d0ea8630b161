import { InputError, type Problem } from '@actions-aws/action';
import { type ImageName, showImageName } from '@actions-aws/registry';
import type { Desired } from '../plan/state.ts';
import type { Given } from './inputs.ts';

/**
 * What the inputs ask for together, before anything is asked of a registry.
 *
 * @throws InputError naming all that is wrong.
 */
export function desiredBy(given: Given): Desired {
  const { from, to = from, moving, maxSeverity, tags, requireTag, referrers, create, allowOlder } = given;
  const problems = [...wrongSource(given), ...wrongTags(given, to), ...wrongMounts(given, to)];
  if (problems.length > 0) throw new InputError(problems);
  return {
    from,
    to,
    isSame: isSame(from, to),
    source: given.digest ?? given.tag ?? '',
    tags: tags.map(({ tag }) => tag),
    moving: moving.wishes,
    requireTags: requireTag,
    maxSeverity: maxSeverity === 'any' ? undefined : maxSeverity,
    referrers,
    mountFrom: (given.mountFrom ?? []).map(({ repository }) => repository),
    create,
    allowOlder,
  };
}

function wrongSource({ digest, tag }: Given): readonly Problem[] {
  if (digest !== undefined && tag !== undefined) {
    return [
      {
        input: 'tag',
        value: tag,
        message: 'cannot be given together with `digest`',
        remedy: 'Give one of the two: `digest` is what was tested, `tag` is what it names now.',
      },
    ];
  }
  if (digest !== undefined || tag !== undefined) return [];
  const remedy = 'Give `digest`, or `tag`, which is looked up once; an unset step output arrives empty.';
  return [{ input: 'digest', message: 'is empty, or was not given, and neither was `tag`', remedy }];
}

function wrongTags({ tags, moving }: Given, to: ImageName): readonly Problem[] {
  if (tags.length === 0 && moving.wishes.length === 0 && moving.passedOver.length === 0) {
    const remedy = 'Name the tags that the image gets: in `tags` those that never move, in `moving` those that do.';
    return [{ input: 'tags', value: 'none', message: 'leaves nothing to do, as `moving` is `none`, too', remedy }];
  }
  const elsewhere = tags.filter(({ repository }) => repository && !isSame(repository, to));
  const both = tags.filter(({ tag }) => moving.wishes.some((wish) => wish.tag === tag));
  return [
    ...elsewhere.map(({ tag, repository }) => ({
      input: 'tags',
      value: `${repository && showImageName(repository)}:${tag}`,
      message: `must be of the repository ${showImageName(to)}, which is where the image goes`,
      remedy: `Write \`${tag}\` alone.`,
    })),
    ...both.map(({ tag }) => ({
      input: 'moving',
      value: tag,
      message: 'is in `tags`, too',
      remedy: 'A tag either moves or never does: name it once.',
    })),
  ];
}

function wrongMounts({ mountFrom = [] }: Given, to: ImageName): readonly Problem[] {
  return mountFrom
    .filter(({ registry }) => registry !== to.registry)
    .map((name) => ({
      input: 'mount-from',
      value: showImageName(name),
      message: `must be a repository of ${to.registry}: a registry mounts what it has itself`,
    }));
}

function isSame(one: ImageName, other: ImageName): boolean {
  return showImageName(one) === showImageName(other);
}
