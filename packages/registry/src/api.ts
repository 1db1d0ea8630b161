import { BrokenOffError, type Exchange, type Request, UnusableAnswerError, unencoded } from '@actions-aws/action/http';
import { type AuthorizationOptions, authorizationBy } from './auth/authorization.ts';
import { type Doing, type Party, unreachable, unusable } from './failures.ts';
import type { ImageName } from './image-name.ts';
import { type Followed, follow } from './transport/follow.ts';
import { insist, type Persistence } from './transport/insist.ts';

/** A question to a registry, or something for it to keep. */
export interface Question extends Doing {
  /** `GET` where it is not given. */
  readonly method?: Request['method'];
  /** Below the repository, such as `manifests/latest`; or a whole address, as the registry gave it. */
  readonly at: string | URL;
  /** The header `Accept`. */
  readonly accept?: string;
  /** Of the body. */
  readonly contentType?: string;
  readonly body?: Uint8Array;
  /** The longest answer that is read, in bytes. */
  readonly bytes: number;
}

/** What one may do with a repository. Source: https://distribution.github.io/distribution/spec/auth/scope/ */
export type Access = 'pull' | 'pull,push';

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
  readonly access: Access;
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
  access,
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
    scope: `repository:${name.repository}:${access}`,
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
    ask({ method = 'GET', at, accept = '*/*', contentType, body, bytes, ...doing }) {
      const url = new URL(at, base);
      return authorized((header) => {
        const headers = {
          accept,
          'user-agent': userAgent,
          ...(contentType !== undefined && { 'content-type': contentType }),
          ...(header !== undefined && { authorization: header }),
        };
        const request = { method, url, headers, ...(body && { body }) };
        return explained(url, doing, () => follow(request, insisting(bytes)));
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
