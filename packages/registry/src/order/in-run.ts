import { type Env, type Git, openGit } from '@actions-aws/git';
import type { Client } from '@actions-aws/github';
import { type AgeOf, ageBy, unknown } from './age.ts';
import { ageByGit } from './by-git.ts';
import { ageByGitHub } from './by-github.ts';

/** What a run can ask about commits. */
export interface Histories {
  readonly env: Env;
  /** A folder that may be in a checkout. */
  readonly directory: string;
  /** Connects to GitHub, once it is needed; without it, only the checkout is asked. */
  connect?(): Promise<Client>;
}

/**
 * By the checkout where the run has one, and by GitHub where it has none, or where it is too shallow to tell or of another
 * repository.
 */
export function ageInRun({ env, directory, connect }: Histories): AgeOf {
  let opened: Promise<Git | undefined> | undefined;
  let connected: Promise<AgeOf> | undefined;
  const byGitHub = async (ours: string, theirs: string) => {
    if (!connect) return undefined;
    connected ??= connect().then(ageByGitHub);
    return (await connected)(ours, theirs);
  };
  return ageBy(async (ours, theirs) => {
    opened ??= checkoutIn(directory, env);
    const git = await opened;
    if (git) return ageByGit(git, byGitHub)(ours, theirs);
    return (await byGitHub(ours, theirs)) ?? unknown('there is neither a checkout nor a token to ask GitHub with');
  });
}

async function checkoutIn(directory: string, env: Env): Promise<Git | undefined> {
  try {
    return await openGit({ directory, env });
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'no-repository') return undefined;
    throw error;
  }
}
