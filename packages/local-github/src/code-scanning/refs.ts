import { commitAt } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import type { Pull } from '../pulls.ts';
import { refuse } from '../refusal.ts';

/** What an upload is about. */
export interface Analysed {
  readonly commit: string;
  /** Whole, such as `refs/heads/main`. */
  readonly ref: string;
}

// The schema's own words, with 422: https://github.com/SAP/jenkins-library/issues/4851, https://github.com/github/codeql-action/issues/796.
const invalid = (said: string) => refuse(422, `Invalid request.\n\n${said}`);

/** A whole SHA, as the schema of the request has it; in lower case. */
export function commitIn(given: unknown): string {
  if (typeof given !== 'string') return invalid('"commit_sha" wasn\'t supplied.');
  if (given.length < 40) invalid(`At least 40 characters are required; only ${given.length} were supplied.`);
  if (given.length > 40) invalid(`At most 40 characters are allowed; ${given.length} were supplied.`);
  if (!/^[0-9a-fA-F]+$/.test(given)) invalid(`${given} does not match /^[0-9a-fA-F]+$/.`);
  return given.toLowerCase();
}

/**
 * "The full Git reference, formatted as `refs/heads/<branch name>`, `refs/tags/<tag>`, `refs/pull/<number>/merge`, or
 * `refs/pull/<number>/head`." The pattern that clients are told is looser; the sentence is harder.
 */
export function refIn(given: unknown): string {
  if (typeof given !== 'string') return invalid('"ref" wasn\'t supplied.');
  const isOne = /^refs\/pull\/[1-9]\d*\/(merge|head)$/.test(given) || isNamed(given);
  return isOne ? given : invalid(`${given} does not match /^refs\\/(heads|pull|tags)\\/.*$/.`);
}

/** As git takes names: https://git-scm.com/docs/git-check-ref-format */
function isNamed(ref: string): boolean {
  const name = /^refs\/(?:heads|tags)\/(.+)$/.exec(ref)?.[1];
  if (name === undefined || /[\s\p{Cc}~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$|^@$/u.test(name)) return false;
  return name.split('/').every((piece) => piece !== '' && !piece.startsWith('.') && !piece.endsWith('.lock'));
}

/** Whether the repository has what is said of it. */
export async function refuseUnknown(
  { commit, ref }: Analysed,
  { git, pulls }: { readonly git: Git | undefined; readonly pulls: ReadonlyMap<number, Pull> },
): Promise<void> {
  if (!git) return;
  // https://github.com/github/codeql-action/issues/952: the status is 404.
  const found = (await commitAt(git, commit)) ?? refuse(404, 'commit not found');
  const [, number, side] = /^refs\/pull\/(\d+)\/(.*)$/.exec(ref) ?? [];
  const isThere = pulls.has(Number(number)) || (await git.line('rev-parse', '--verify', '--quiet', `${ref}^{commit}`));
  // https://github.com/vm0-ai/vm0/pull/5822; the status is not told there.
  if (!isThere) refuse(404, `ref '${ref}' not found in this repository`);
  // https://github.com/lexfrei/cloudflare-tunnel-gateway-controller/pull/224; the same.
  if (side === 'merge' && found.parents.length < 2)
    refuse(422, 'ref is a pull request merge but commit_oid is not a merge commit');
}
