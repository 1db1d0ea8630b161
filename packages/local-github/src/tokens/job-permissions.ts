import { ALL_PERMISSIONS } from '../permissions.ts';
import type { Permissions } from '../route.ts';

/** What stands at `permissions` in a workflow file; null where nothing does. */
export type Said = 'read-all' | 'write-all' | Readonly<Record<string, string>> | null;

/**
 * Of a job for which the file says nothing. A repository has one of two settings, and this is the narrower one, which is that
 * of new repositories: `contents` and `packages` can be read, and no more.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
 */
export const unlessSaid: Permissions = { contents: 'read', metadata: 'read' };

const names = Object.keys(ALL_PERMISSIONS) as (keyof typeof ALL_PERMISSIONS)[];

/** What a file says, of what there is here. "If you specify the access for any of these permissions, all of those that are not specified are set to none", but for `metadata`. */
export function permissionsIn(said: Said): Permissions {
  if (said === 'write-all') return ALL_PERMISSIONS;
  const levels = names.map((name) => {
    if (name === 'metadata' || said === 'read-all') return [name, 'read'];
    return [name, said?.[name.replaceAll('_', '-')]];
  });
  return Object.fromEntries(levels.filter(([, level]) => level === 'read' || level === 'write'));
}

/** No more than a caller has. */
export function limited(permissions: Permissions, caller: Permissions): Permissions {
  const both = names.filter((name) => permissions[name] && caller[name]);
  return Object.fromEntries(
    both.map((name) => [name, permissions[name] === 'write' && caller[name] === 'write' ? 'write' : 'read']),
  );
}

/** What any of several may do. */
export function anyOf(all: readonly Permissions[]): Permissions {
  const found = names.filter((name) => all.some((each) => each[name]));
  return Object.fromEntries(found.map((name) => [name, all.some((each) => each[name] === 'write') ? 'write' : 'read']));
}
