import { readFile } from 'node:fs/promises';
import { UserError } from '@actions-aws/action';

type Env = Readonly<Record<string, string | undefined>>;

/** What the event tells, as far as it matters whose results are uploaded, and where to. */
export interface Event {
  /** Such as `pull_request`. */
  readonly name: string;
  readonly ref: string;
  readonly sha: string;
  /** The pull request that the event is of. */
  readonly pull?: { readonly number: number; readonly head: string };
  /** A pull request of a fork, or a run that Dependabot made: GitHub gives them a token that may only read. */
  readonly isForeign: boolean;
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
export async function eventOf(env: Env): Promise<Event> {
  const { GITHUB_EVENT_NAME: name = '', GITHUB_REF: ref = '', GITHUB_SHA: sha = '', GITHUB_ACTOR: actor = '' } = env;
  const payload = await payloadOf(env);
  const head = payload.pull_request?.head;
  const number = payload.pull_request?.number;
  const isFork = head !== undefined && head.repo?.full_name !== payload.repository?.full_name;
  return {
    name,
    ref,
    sha,
    ...(typeof number === 'number' && typeof head?.sha === 'string' && { pull: { number, head: head.sha } }),
    isForeign: isFork || actor === 'dependabot[bot]',
  };
}

interface Payload {
  readonly repository?: { readonly full_name?: string };
  readonly pull_request?: {
    readonly number?: number;
    readonly head?: { readonly sha?: string; readonly repo?: { readonly full_name?: string } | null };
  };
}

async function payloadOf({ GITHUB_EVENT_PATH: path = '' }: Env): Promise<Payload> {
  if (path === '') return {};
  try {
    return (JSON.parse(await readFile(path, 'utf8')) as Payload | null) ?? {};
  } catch (cause) {
    throw new UserError(`The event's payload at ${path} cannot be read.`, {
      hint: 'The runner writes it: leave GITHUB_EVENT_PATH as it is.',
      cause,
    });
  }
}
