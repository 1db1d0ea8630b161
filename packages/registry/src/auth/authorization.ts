import type { Clock } from '@actions-aws/action';
import type { Answer, Request } from '@actions-aws/action/http';
import type { Followed } from '../transport/follow.ts';
import { bearerToken, type Token } from './bearer.ts';
import { type Challenge, challengesIn } from './challenge.ts';
import { basic, type Credentials } from './credentials.ts';

/** What authorizes the requests of one client. */
export interface Authorization {
  /**
   * Sends a request with what is known to authorize it, and again with what the answer asks for, as long as there is
   * something that was not refused yet. Only the registry itself may ask: a store that it sends to gets no login, and names no
   * server that gets one.
   */
  authorized<Given extends Followed>(send: (header: string | undefined) => Promise<Given>): Promise<Given>;
}

/** What an {@link Authorization} is made of. */
export interface AuthorizationOptions {
  /**
   * Ways to prove who asks, in the order in which they are tried: the next one when the registry refuses the one before.
   * They are looked up when the registry first asks. Where it yields none, requests are anonymous.
   */
  readonly sources: readonly (() => Promise<Credentials | undefined>)[];
  /** Hides a secret in the job's log. */
  mask(secret: string): void;
  /** Of the registry's API. */
  readonly registry: URL;
  /** What a token must be good for, such as `repository:team/api:pull`. */
  readonly scopes: readonly string[];
  readonly userAgent: string;
  readonly clock: Clock;
  /** Asks the server of tokens; it may be elsewhere. */
  send(request: Request): Promise<Answer>;
}

/**
 * Authorizes as the registry's answers say: nothing is sent before it asks for it, as most public images need nothing. What
 * was good for one request is used for those after it, until it expires or is refused; then it is made anew, once, before
 * the next source is tried.
 */
export function authorizationBy({ sources, clock, send, mask, ...facts }: AuthorizationOptions): Authorization {
  const ways = waysIn(sources);
  const wereGood = new WeakSet<Token>();
  let current: Token | undefined;
  let credentials: Credentials | undefined;
  let challenges: readonly Challenge[] = [];

  const newToken = async (): Promise<Token | undefined> => {
    const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
    if (bearer) {
      return bearerToken({ challenge: bearer, credentials, now: clock.now(), ...facts }, send);
    }
    const isBasic = challenges.some(({ scheme }) => scheme === 'basic');
    if (!isBasic || credentials?.kind !== 'login') return undefined;
    return { header: basic(credentials), expiresAt: Number.POSITIVE_INFINITY };
  };

  /** Something else to send, after this was refused. */
  const instead = async (refused: Token | undefined, answer: Answer): Promise<Token | undefined> => {
    // Another request has found it meanwhile.
    if (current && current !== refused) return current;
    const header = answer.headers['www-authenticate'];
    if (header !== undefined) challenges = challengesIn(header);
    let made = refused && wereGood.has(refused) && answer.status === 401 ? await newToken() : undefined;
    while (!made) {
      const way = await ways.next();
      if (way.done) return undefined;
      credentials = way.value;
      if (credentials) mask(secretOf(credentials));
      made = await newToken();
    }
    return use(made);
  };
  const use = (made: Token): Token => {
    // What follows the scheme.
    mask(made.header.replace(/^\S+ /, ''));
    current = made;
    return made;
  };
  /** Another one for one that has expired; where there is none, the registry is asked again what it wants. */
  const renewed = async (expired: Token): Promise<Token | undefined> => {
    if (current !== expired) return current;
    current = undefined;
    const made = await newToken();
    return made && use(made);
  };
  const inTurn = oneByOne();

  return {
    async authorized(request) {
      const last = current;
      const isExpired = last !== undefined && clock.now() >= last.expiresAt;
      // What is sent with one that has expired, may be much: it is replaced before.
      let used = isExpired ? await inTurn(() => renewed(last)) : last;
      let answer = await request(used?.header);
      while (isRefusal(answer, facts.registry)) {
        const [refused, said] = [used, answer];
        used = await inTurn(() => instead(refused, said));
        if (!used) return answer;
        answer = await request(used.header);
      }
      if (used) wereGood.add(used);
      return answer;
    },
  };
}

function isRefusal({ status, from }: Followed, registry: URL): boolean {
  return (status === 401 || status === 403) && from.origin === registry.origin;
}

function secretOf(credentials: Credentials): string {
  return credentials.kind === 'login' ? credentials.password : credentials.token;
}

/** The credentials of all sources, one after the other; nothing, once, where there are none. */
async function* waysIn(sources: AuthorizationOptions['sources']): AsyncGenerator<Credentials | undefined, void> {
  let none = true;
  for (const source of sources) {
    const found = await source();
    if (!found) continue;
    none = false;
    yield found;
  }
  if (none) yield undefined;
}

/** Runs what it is given in the order in which it comes, one at a time. */
function oneByOne(): <Result>(run: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const result = last.then(run);
    last = result.catch(() => {});
    return result;
  };
}
