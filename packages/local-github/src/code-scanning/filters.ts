import { refuse } from '../refusal.ts';
import type { Tool } from './sarif/runs.ts';

/** The ref that a list is about: "formatted either as `refs/heads/<branch name>` or simply `<branch name>`", or a pull request's number. */
export function refAsked(query: URLSearchParams): string | undefined {
  const pull = query.get('pr');
  if (pull !== null) return `refs/pull/${pull}/merge`;
  const ref = query.get('ref');
  if (ref === null || ref.startsWith('refs/')) return ref ?? undefined;
  return `refs/heads/${ref}`;
}

/** "You can specify the tool by using either `tool_guid` or `tool_name`, but not both." */
export function toolAsked(query: URLSearchParams): (tool: Tool) => boolean {
  const [name, guid] = [query.get('tool_name'), query.get('tool_guid')];
  if (name !== null && guid !== null) refuse(400, 'tool_name and tool_guid cannot be used together');
  return (tool) => (name === null || tool.name === name) && (guid === null || tool.guid === guid);
}

/** The newest first, unless `direction` says otherwise. */
export function directed<Item>(items: readonly Item[], query: URLSearchParams): readonly Item[] {
  return query.get('direction') === 'asc' ? items : items.toReversed();
}

/** One of these words; 422 for another. */
export function oneOf<Word extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const asked = query.get(name);
  if (asked === null) return undefined;
  return (
    words.find((word) => word === asked) ?? refuse(422, `Invalid request.\n\n${asked} is not a member of [${words}].`)
  );
}
