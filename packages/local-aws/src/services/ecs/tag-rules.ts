import { invalidParameter } from './errors.ts';
import type { Tag } from './state.ts';

// "Maximum number of tags per resource - 50": https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html
const MOST = 50;

/** Tags with more of them put over those before. Throws for what the rules of tags do not let pass. */
export function withTags(before: readonly Tag[], added: readonly Partial<Tag>[]): readonly Tag[] {
  for (const { key = '', value = '' } of added) assertTag(key, value);
  const keys = added.map(({ key }) => key);
  if (new Set(keys).size < keys.length) throw invalidParameter('Duplicate tag keys found.');
  const kept = before.filter(({ key }) => !keys.includes(key));
  const all = [...kept, ...added.map(({ key = '', value = '' }) => ({ key, value }))];
  if (all.length > MOST) throw invalidParameter(`Too many tags: a resource can have at most ${MOST}.`);
  return all;
}

/** Lengths, characters and the reserved prefix: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html */
function assertTag(key: string, value: string): void {
  if (key.length < 1 || key.length > 128) throw invalidParameter('Tag keys must be between 1 and 128 characters long.');
  if (value.length > 256) throw invalidParameter('Tag values must be at most 256 characters long.');
  if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key + value))
    throw invalidParameter('Tags can only have letters, numbers, spaces and + - = . _ : / @.');
  if (/^aws:/i.test(key)) throw invalidParameter('Tag keys must not begin with aws:.');
}
