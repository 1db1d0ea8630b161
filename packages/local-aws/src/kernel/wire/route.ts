import type { Protocol } from '../protocol.ts';
import type { Arrival } from './arrival.ts';
import type { OperationModel, ServiceModel } from './model.ts';
import { isOfRegistry } from './registry-token.ts';
import { membersOf } from './shapes.ts';

/** The operation that a request names, and what its path says. */
export interface Route {
  readonly model: ServiceModel;
  readonly operation: OperationModel;
  /** By member; still text. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A service without an operation: the request names one that AWS does not have. */
export interface Unrouted {
  readonly model: ServiceModel | undefined;
  /** What it named, for the error. */
  readonly named: string;
  /** The protocol it speaks: that of the service, or what it looks like. */
  readonly protocol: Protocol;
}

/** Finds the service by the credential scope or, unsigned, by what only its protocol sends; then the operation. */
export function route(
  models: readonly ServiceModel[],
  arrival: Arrival,
  scopeName: string | undefined,
): Route | Unrouted {
  const registries = models.filter(({ service }) => service.protocol === 'rest-registry');
  if (registries.length > 0 && isOfRegistry(arrival))
    return byPathOf(registries, arrival) ?? unrouted(registries[0], arrival);
  const candidates = scopeName === undefined ? models : models.filter(({ service }) => service.name === scopeName);
  const target = arrival.headers['x-amz-target'];
  if (target !== undefined) return byTarget(candidates, target);
  const form = isForm(arrival) ? new URLSearchParams(Buffer.from(arrival.body).toString('utf8')) : arrival.query;
  if (form.has('Action') && arrival.path === '/') return byAction(candidates, form);
  return byPath(candidates, arrival);
}

function byTarget(models: readonly ServiceModel[], target: string): Route | Unrouted {
  const dot = target.lastIndexOf('.');
  const model = models.find(
    (each) => each.service.protocol.startsWith('json') && each.targetPrefix === target.slice(0, dot),
  );
  const operation = model?.operations.get(target.slice(dot + 1));
  return model && operation
    ? { model, operation, labels: {} }
    : { model, named: target, protocol: model?.service.protocol ?? 'json-1.0' };
}

function byAction(models: readonly ServiceModel[], form: URLSearchParams): Route | Unrouted {
  const queries = models.filter(({ service }) => service.protocol === 'query');
  const action = form.get('Action') ?? '';
  for (const model of queries) {
    const operation = model.version === form.get('Version') ? model.operations.get(action) : undefined;
    if (operation) return { model, operation, labels: {} };
  }
  return { model: queries[0], named: action, protocol: 'query' };
}

function isForm({ method, headers }: Arrival): boolean {
  return method === 'POST' && headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

function byPath(models: readonly ServiceModel[], arrival: Arrival): Route | Unrouted {
  const rest = models.filter(({ service: { protocol } }) => protocol === 'rest-json' || protocol === 'rest-xml');
  const model = rest.find((each) => speaks(each, arrival));
  return byPathOf(rest, arrival) ?? unrouted(model, arrival);
}

function byPathOf(models: readonly ServiceModel[], arrival: Arrival): Route | undefined {
  const matches = models.flatMap((model) =>
    [...model.operations.values()].flatMap((operation) => match(model, operation, arrival)),
  );
  return matches.sort((a, b) => b.rank - a.rank)[0];
}

function unrouted(model: ServiceModel | undefined, { method, path }: Arrival): Unrouted {
  return { model, named: `${method} ${path}`, protocol: model?.service.protocol ?? 'rest-json' };
}

function speaks({ service }: ServiceModel, { headers }: Arrival): boolean {
  const json = headers['content-type']?.includes('json') === true;
  return service.protocol === 'rest-json' || !json;
}

function match(model: ServiceModel, operation: OperationModel, arrival: Arrival): (Route & { rank: number })[] {
  const binding = compiled(operation);
  if (!binding || binding.method !== arrival.method) return [];
  if (!binding.literals.every(([key, value]) => arrival.query.get(key) === value)) return [];
  const found = binding.path.exec(arrival.path);
  if (!found) return [];
  const labels = { ...found.groups };
  const absent = binding.bound.filter((isGiven) => !isGiven(arrival)).length;
  // S3 tells operations apart by what they require: a copy by its source, a part by its upload. What is missing weighs
  // most, then what is given; the SDK's `x-id` only breaks ties, since other clients do not send it.
  const given = binding.literals.length + binding.bound.length - absent;
  const named = arrival.query.get('x-id') === operation.name ? 0.5 : 0;
  const implemented = model.service.operations[operation.name] ? 0.25 : 0;
  return [{ model, operation, labels, rank: binding.specificity + given - absent * 100 + named + implemented }];
}

interface Compiled {
  readonly method: string;
  readonly path: RegExp;
  readonly literals: readonly (readonly [string, string])[];
  /** One for each required member in the query or a header. */
  readonly bound: readonly ((arrival: Arrival) => boolean)[];
  readonly specificity: number;
}

const known = new WeakMap<OperationModel, Compiled>();

function compiled(operation: OperationModel): Compiled | undefined {
  const seen = known.get(operation);
  if (seen || !operation.http) return seen;
  const [path = '', query = ''] = operation.http.uri.split('?');
  const literals = [...new URLSearchParams(query)].filter(([key]) => key !== 'x-id');
  const full = omittedLabel(operation, path) + path;
  const result: Compiled = {
    method: operation.http.method,
    path: pattern(full),
    literals,
    bound: membersOf(operation.input).flatMap(({ required, traits: { httpQuery, httpHeader } }) => {
      if (!required) return [];
      if (httpQuery !== undefined) return [({ query: sent }: Arrival) => sent.has(httpQuery)];
      return httpHeader === undefined
        ? []
        : [({ headers }: Arrival) => headers[httpHeader.toLowerCase()] !== undefined];
    }),
    // A literal segment is more than a label: `/functions/{F}/aliases` before `/functions/{F}/{G+}`.
    specificity: full.split('/').filter((segment) => segment !== '' && !segment.startsWith('{')).length * 1000,
  };
  known.set(operation, result);
  return result;
}

/** S3's URIs leave the bucket out, as it may be in the host: what is a label but not in the URI comes first. */
function omittedLabel(operation: OperationModel, path: string): string {
  const omitted = membersOf(operation.input).filter(
    ({ name, traits }) => traits.httpLabel && !path.includes(`{${name}`),
  );
  return omitted.map(({ name }) => `/{${name}}`).join('');
}

function pattern(uri: string): RegExp {
  const source = uri
    .replace(/\/$/, '')
    .replace(/[.*+?^$()|[\]\\]/g, (character) => (character === '+' ? '+' : `\\${character}`))
    .replace(/\{(\w+)(\+?)\}/g, (_, name: string, greedy: string) => `(?<${name}>${greedy ? '.+' : '[^/]+'})`);
  return new RegExp(`^${source}${/\+\}$/.test(uri) ? '' : '/?'}$`, 's');
}
