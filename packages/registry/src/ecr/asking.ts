import { errorName, explain } from '@actions-aws/aws';
import type { Persistence } from '../transport/insist.ts';

/** What each question to ECR's API about one repository is asked with. */
export interface Asking {
  /** Whose registry it is, where that is not the caller's own account. */
  readonly registry: { readonly registryId?: string };
  readonly repositoryName: string;
  /** The name of the repository in full, for messages. */
  readonly shown: string;
  readonly persistence: Persistence;
}

/** What was being asked, and which IAM action it needs. */
export interface Asked {
  readonly doing: string;
  readonly action: string;
}

/** An answer, or `undefined` for the errors that say that what was asked for is not there. */
export async function unlessNot<Output>(
  missing: readonly string[],
  answer: Promise<Output>,
  asked: Asked,
): Promise<Output | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (missing.includes(errorName(error))) return undefined;
    throw explain(error, asked);
  }
}
