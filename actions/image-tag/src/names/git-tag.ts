import { type Version, versionOf } from '@actions-aws/registry/order';

/**
 * The version that a git tag releases: `v1.2.3` or `1.2.3`; of a component also behind its name, as `svc/v1.2.3`, `svc-v1.2.3`
 * or `svc@1.2.3`, and then only so: `v1.2.3` alone, and another component's tags, release nothing of it.
 */
export function versionOfGitTag(tag: string, component: string): Version | undefined {
  if (component === '') return versionOf(tag.replace(/^v/, ''));
  if (!tag.startsWith(component)) return undefined;
  const rest = tag.slice(component.length);
  return /^[/@-]/.test(rest) ? versionOf(rest.slice(1).replace(/^v/, '')) : undefined;
}
