import {
  type Answer,
  BrokenOffError,
  exchangeBy,
  type Request,
  type Stream,
  type StreamedBody,
  UnusableAnswerError,
  unencoded,
  wholeAnswer,
} from '@actions-aws/action/http';
import { type Authorization, type AuthorizationOptions, authorizationBy } from './auth/authorization.ts';
import type { BlobBytes } from './blobs/blob.ts';
import { type Doing, type Party, unreachable, unusable } from './failures.ts';
import type { ImageName } from './image-name.ts';
import { either } from './transport/either.ts';
import { type Followed, follow } from './transport/follow.ts';
import { ATTEMPT_MS, insist, type Persistence } from './transport/insist.ts';

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
  /** The longest answer that is read, in bytes; {@link ANSWER_BYTES} where it is not given. */
  readonly bytes?: number;
  /** Another repository of the registry that is read from by the way. */
  readonly alsoReads?: string;
  /** Ends it, besides the signal of all. */
  readonly signal?: AbortSignal | undefined;
  /** Makes the request once, where each attempt has to begin with a look. */
  readonly isOnce?: boolean;
  /** No other attempt begins after that, where it is sooner than for all. Milliseconds since the epoch. */
  readonly until?: number;
}

/** A blob as it comes; `body` is empty then. Any answer but 200 is whole, and has no `stream`. */
export interface Opened extends Followed {
  readonly stream?: BlobBytes;
}

/** What one may do with a repository. Source: https://distribution.github.io/distribution/spec/auth/scope/ */
export type Access = 'pull' | 'pull,push';

/** The API of a registry for one repository: authorizes, follows, insists. Of what an answer means, it knows nothing. */
export interface Api extends Party {
  /** Where the repository begins, such as `https://ghcr.io/v2/team/api/`. */
  readonly base: URL;
  /** @throws UserError where no answer came. */
  ask(question: Question): Promise<Followed>;
  /** Asks for something large: gives the answer as soon as it begins. @throws UserError where none does. */
  open(question: Question): Promise<Opened>;
  /** Sends something large, once. @throws BrokenOffError, and what the body throws. */
  send(question: Omit<Question, 'body'>, body: StreamedBody): Promise<Followed>;
  /** Connects ahead, where blobs are carried, for so many questions at the same time. */
  prepare(questions: number): void;
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
  readonly stream: Stream;
  /** Whether blobs will be read or sent: then documents come by the same connections, so that these are there by then. */
  readonly carriesBlobs?: boolean | undefined;
}

/** The longest answer that is no document, in bytes: it has no body, or a token, or errors. */
const ANSWER_BYTES = 1024 * 1024;
/** How long a registry may look at a blob once it has all of it: it digests gigabytes, and moves them in its store. Milliseconds. */
const STORING_MS = 300_000;

/** An {@link Api} over HTTP. */
export function apiOver({ name, registry, isEcr, access, userAgent, sources, mask, stream, ...more }: ApiOptions): Api {
  const { carriesBlobs = false, ...all } = more;
  const base = new URL(`${name.repository}/`, registry);
  const exchange = exchangeBy(
    carriesBlobs ? (request, limits) => stream(request, { ...limits, mayLend: true }) : stream,
  );
  const idleMs = all.attemptMs ?? ATTEMPT_MS;
  const signalOf = ({ signal }: Pick<Question, 'signal'>) => either(all.signal, signal);

  const whole =
    ({
      bytes = ANSWER_BYTES,
      until = all.until,
      isOnce = false,
      ...question
    }: Pick<Question, 'bytes' | 'signal' | 'until' | 'isOnce'>) =>
    async (request: Request): Promise<Answer> => {
      const signal = signalOf(question);
      const once = () => exchange(request, { bytes, ms: idleMs, signal });
      const patience = { ...all, signal, until: isOnce ? 0 : Math.min(until, all.until) };
      return unencoded(await insist(once, request.url.host, patience));
    };
  const begun = (question: Question) => async (request: Request) => {
    const signal = signalOf(question);
    const once = async () => {
      const answer = await stream(request, { idleMs, signal, mayLend: true });
      if (answer.status !== 200) return wholeAnswer(answer, ANSWER_BYTES);
      return {
        ...answer,
        body: Buffer.alloc(0),
        stream: {
          [Symbol.asyncIterator]: () => answer.body[Symbol.asyncIterator](),
          areLent: answer.areLent ?? false,
          end: answer.end,
        },
      };
    };
    return unencoded(await insist(once, request.url.host, { ...all, signal }));
  };
  const sent = (question: Pick<Question, 'signal'> & Doing) => async (request: Request) => {
    const limits = {
      idleMs,
      answerMs: Math.max(idleMs, STORING_MS),
      signal: signalOf(question),
      mayLend: carriesBlobs,
    };
    const answer = await stream(request, limits);
    try {
      return unencoded(await wholeAnswer(answer, ANSWER_BYTES));
    } catch (error) {
      throw error instanceof UnusableAnswerError ? unusable(request.url, error.message, question) : error;
    }
  };

  const token = { doing: `get a token for ${name.registry}`, ecrAction: 'ecr:GetAuthorizationToken' };
  const authorizations = new Map<string | undefined, Authorization>();
  const authorizationFor = (alsoReads: string | undefined): Authorization => {
    const scopes = [
      `repository:${name.repository}:${access}`,
      ...(alsoReads === undefined ? [] : [`repository:${alsoReads}:pull`]),
    ];
    const found =
      authorizations.get(alsoReads) ??
      authorizationBy({
        sources,
        mask,
        registry,
        scopes,
        userAgent,
        clock: all.clock,
        send: (request) =>
          explained(request.url, token, () =>
            request.method === 'GET' ? follow(request, whole({})) : whole({})(request),
          ),
      });
    authorizations.set(alsoReads, found);
    return found;
  };

  /** Sends a question with what authorizes it; what is elsewhere gets no login, and names no server that gets one. */
  const issue = <Given extends Answer>(
    { method = 'GET', at, accept = '*/*', contentType, alsoReads }: Question,
    body: Request['body'],
    send: (request: Request) => Promise<Given>,
  ): Promise<Followed<Given>> => {
    const url = new URL(at, base);
    const sendWith = (header: string | undefined) => {
      const headers = {
        accept,
        'user-agent': userAgent,
        ...(contentType !== undefined && { 'content-type': contentType }),
        ...(header !== undefined && { authorization: header }),
      };
      return follow({ method, url, headers, ...(body !== undefined && { body }) }, send);
    };
    return url.origin === base.origin ? authorizationFor(alsoReads).authorized(sendWith) : sendWith(undefined);
  };

  return {
    host: registry.host,
    isEcr,
    base,
    ask: (question) =>
      explained(new URL(question.at, base), question, () => issue(question, question.body, whole(question))),
    open: (question) =>
      explained(new URL(question.at, base), question, () => issue(question, undefined, begun(question))),
    send: (question, body) => issue(question, body, sent(question)),
    prepare(questions) {
      if (carriesBlobs) stream.prepare?.(base, questions);
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
