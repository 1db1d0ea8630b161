import type { Viewed, Viewing } from '../../../kernel/service.ts';
import { settle } from '../groups/settle.ts';
import type { LoadBalancingPlace } from '../place.ts';
import type { LoadBalancingPorts } from '../ports.ts';
import type { GroupRecord, ListenerRecord } from '../state.ts';
import { type Handled, recordRequest } from './metrics.ts';
import { actionsFor, groupFor, ruleFor, targetFor } from './route.ts';

/** How long a target may take (load-balancer-attributes, `idle_timeout.timeout_seconds`), and a connection to it (load-balancer-troubleshooting.html, 504). */
const idleTimeout = 60_000;
const connectTimeout = 10_000;

/** Answers a request that has reached a listener. */
export function answerAt(
  place: LoadBalancingPlace,
  ports: LoadBalancingPorts,
  listener: ListenerRecord,
  viewing: Viewing,
): Viewed {
  const now = place.clock.now();
  settle(place, ports, now);
  place.state.requests += 1;
  const handled = handle(place, ports, listener, viewing, now);
  recordRequest(place, ports, listener, handled, now);
  const { answer } = handled;
  return viewing.method === 'HEAD' ? { ...answer, body: new Uint8Array() } : answer;
}

function handle(
  place: LoadBalancingPlace,
  ports: LoadBalancingPorts,
  listener: ListenerRecord,
  { url, method = 'GET', headers = {} }: Viewing,
  at: number,
): Handled {
  const nth = place.state.requests;
  const { pathname, search, searchParams: query, host } = new URL(url);
  // The host is compared without its port: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
  const asked = { method, path: pathname, query, host: (headers.host ?? host).replace(/:\d+$/, ''), headers };
  const rule = ruleFor(place, listener, asked);
  const actions = actionsFor(place, rule, nth, at);
  const [action] = actions;
  if (action?.Type === 'fixed-response') {
    const { StatusCode, MessageBody = '', ContentType = 'text/plain' } = action.FixedResponseConfig ?? {};
    const fixed = { server: 'awselb/2.0', 'content-type': ContentType };
    return { answer: { status: Number(StatusCode), headers: fixed, body: Buffer.from(MessageBody) }, by: 'rule' };
  }
  const group = groupFor(place, actions, nth);
  if (!group) return ownError(503);
  const target = targetFor(group);
  // "The target groups for the load balancer have no registered targets" (load-balancer-troubleshooting.html), 503.
  if (!target) return ownError(503, { group });
  const request = {
    method,
    path: `${pathname}${search}`,
    headers: { ...headers, host: headers.host ?? host },
    at,
    nth,
  };
  const given = ports.ask(place, { id: target.id, port: target.port }, request);
  // As load-balancer-troubleshooting.html tells them apart, 502 and 504.
  if (given.kind === 'refused') return ownError(502, { group, isUnconnected: true });
  // "The target closed the connection … while the load balancer had an outstanding request" (there, 502).
  if (given.kind === 'broken') return ownError(502, { group, tookMs: given.tookMs });
  if (given.kind === 'unreachable') return ownError(504, { group, isUnconnected: true, tookMs: connectTimeout });
  if (given.tookMs >= idleTimeout) return ownError(504, { group, tookMs: idleTimeout });
  const { status, tookMs } = given;
  return {
    answer: { status, headers: given.headers, body: Buffer.from(given.body), tookMs },
    by: 'target',
    group,
    tookMs,
  };
}

const REASONS: Readonly<Record<number, string>> = {
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

interface Failure {
  readonly group?: GroupRecord;
  readonly isUnconnected?: boolean;
  readonly tookMs?: number;
}

/** An error of the load balancer itself. */
function ownError(status: number, failure: Failure = {}): Handled {
  const { tookMs = 0 } = failure;
  const title = `${status} ${REASONS[status]}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  const headers = { server: 'awselb/2.0', 'content-type': 'text/html' };
  return { answer: { status, headers, body: Buffer.from(body), tookMs }, by: 'load balancer', ...failure };
}
