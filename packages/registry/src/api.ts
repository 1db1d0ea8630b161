import { BrokenOffError, type Exchange, type Request, UnusableAnswerError, unencoded } from '@actions-aws/action/http';
import { type AuthorizationOptions, authorizationBy } from './auth/authorization.ts';
import { type Doing, type Party, unreachable, unusable } from './failures.ts';
import type { ImageName } from './image-name.ts';
import { type Followed, follow } from './transport/follow.ts';
import { insist, type Persistence } from './transport/insist.ts';

/** A question to a registry. */
export interface Question extends Doing {
  /** Below the repository, such as `manifests/latest`; or a whole address, as the registry gave it. */
  readonly at: string | URL;
  /** The header `Accept`. */
  readonly accept: string;
  /** The longest answer that is read, in bytes. */
  readonly bytes: number;
}

/** The API of a registry for one repository: authorizes, follows, insists. Of what an answer means, it knows nothing. */
export interface Api extends Party {
  /** Where the repository begins, such as `https://ghcr.io/v2/team/api/`. */
  readonly base: URL;
  /** @throws UserError where no answer came. */
  ask(question: Question): Promise<Followed>;
}

/** What an {@link Api} is made of. */
export interface ApiOptions extends Persistence {
  readonly name: ImageName;
  /** Of the registry's API, such as `https://ghcr.io/v2/`. */
  readonly registry: URL;
  readonly isEcr: boolean;
  readonly userAgent: string;
  /** Ways to prove who asks, in the order in which they are tried. */
  readonly sources: AuthorizationOptions['sources'];
  readonly mask: AuthorizationOptions['mask'];
  readonly exchange: Exchange;
}

/** The longest answer of a server of tokens, in bytes. */
const TOKEN_BYTES = 1024 * 1024;

/** An {@link Api} over HTTP. */
export function apiOver({
  name,
  registry,
  isEcr,
  userAgent,
  sources,
  mask,
  exchange,
  ...persistence
}: ApiOptions): Api {
  const base = new URL(`${name.repository}/`, registry);
  const insisting = (bytes: number) => async (request: Request) =>
    unencoded(await insist(exchange, request, bytes, persistence));
  const { authorized } = authorizationBy({
    sources,
    mask,
    registry,
    scope: `repository:${name.repository}:pull`,
    userAgent,
    clock: persistence.clock,
    send: (request) =>
      explained(
        request.url,
        { doing: `get a token for ${name.registry}`, ecrAction: 'ecr:GetAuthorizationToken' },
        () => (request.method === 'GET' ? follow(request, insisting(TOKEN_BYTES)) : insisting(TOKEN_BYTES)(request)),
      ),
  });
  return {
    host: registry.host,
    isEcr,
    base,
    ask({ at, accept, bytes, ...doing }) {
      const url = new URL(at, base);
      return authorized((header) => {
        const headers = { accept, 'user-agent': userAgent, ...(header !== undefined && { authorization: header }) };
        return explained(url, doing, () => follow({ method: 'GET', url, headers }, insisting(bytes)));
      });
    },
  };
}

/** Puts into words why no answer came. */
async function explained<Result>(url: URL, doing: Doing, answer: () => Promise<Result>): Promise<Result> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof BrokenOffError) throw unreachable(url, error, doing);
    if (error instanceof UnusableAnswerError) throw unusable(url, error.message, doing);
    throw error;
  }
}
