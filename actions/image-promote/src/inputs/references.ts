import { accepted, entriesOf, type Input, input, type Parsed, type Refusal, refused } from '@actions-aws/action';
import { type ImageName, isDigest, isTag, parseImageName, showImageName } from '@actions-aws/registry';

/** A tag to give, with the repository that was written before it, if one was. */
export interface GivenTag {
  readonly tag: string;
  readonly repository?: ImageName;
}

/** What says that there is none: an expression that yields nothing does not. */
export const NONE = 'none';

/** What a tag has to be, in words. */
const TAG_HINT = 'must be a tag: letters, digits, `_`, `.` and `-`, at most 128, and no `.` or `-` first';

/** The digest of an image. */
export function digest(): Input<string> {
  return input('digest', (given) => {
    if (isDigest(given)) return accepted(given);
    return refused(
      'must be a digest: `sha256:` and 64 hexadecimal digits',
      'It is the output `digest` of the build or of image-tag. A tag goes into `tag`.',
    );
  });
}

/** One tag. */
export function tag(): Input<string> {
  return input('tag', (given) => {
    if (isTag(given)) return accepted(given);
    return refused(TAG_HINT, isDigest(given) ? 'A digest goes into `digest`.' : undefined);
  });
}

/** Tags, or the word for none. */
export function tagsOrNone(): Input<readonly string[]> {
  return entries(
    `list of tags, or \`${NONE}\``,
    (entry) => (isTag(entry) ? accepted(entry) : refused(TAG_HINT)),
    String,
  );
}

/** Tags, each alone or behind its repository as image-tag's output `tags` has it, or the word for none. */
export function tags(): Input<readonly GivenTag[]> {
  return entries(`list of tags, or \`${NONE}\``, givenTag, ({ tag }) => tag);
}

/** Repositories, by their full names. */
export function repositories(): Input<readonly ImageName[]> {
  return entries('list of names of repositories', parseImageName, showImageName);
}

function givenTag(entry: string): Parsed<GivenTag> {
  const colon = entry.lastIndexOf(':');
  const name = entry.slice(colon + 1);
  if (!isTag(name)) return refused(TAG_HINT);
  if (colon < 0) return accepted({ tag: name });
  const repository = parseImageName(entry.slice(0, colon));
  return repository.accepted ? accepted({ tag: name, repository: repository.value }) : repository;
}

/** A list, each entry by itself and none twice; nothing for the word for none, which stands alone. */
function entries<Entry>(
  type: string,
  parse: (entry: string) => Parsed<Entry>,
  show: (entry: Entry) => string,
): Input<readonly Entry[]> {
  const list = input<readonly Entry[]>(type, (given) => {
    if (given === NONE) return accepted([]);
    const read = entriesOf(given);
    if (!read.accepted) return read;
    const found = new Map<string, Entry>();
    const refusals: Refusal[] = [];
    for (const entry of read.value) {
      const one: Parsed<Entry> = entry === NONE ? refused('must stand alone') : parse(entry);
      if (!one.accepted) refusals.push(...one.refusals.map((refusal) => ({ value: entry, ...refusal })));
      else if (found.has(show(one.value))) refusals.push({ value: entry, message: 'must not be there twice' });
      else found.set(show(one.value), one.value);
    }
    return refusals.length > 0 ? { accepted: false, refusals } : accepted([...found.values()]);
  });
  return { ...list, none: NONE };
}
