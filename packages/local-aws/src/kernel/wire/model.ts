import type { Service } from '../service.ts';
import { type Shape, shapeOf } from './shapes.ts';

/** A service as the kernel hosts it, whatever its state is made of. */
export type HostedService = Omit<Service<never>, 'initialState'> & { initialState(): unknown };

/** What the SDK client knows of a service. */
export interface ServiceModel {
  readonly service: HostedService;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** Errors by the name of their shape. */
  readonly errors: ReadonlyMap<string, ErrorModel>;
  /** Version of the API: the query protocol sends it along. */
  readonly version: string;
  readonly xmlNamespace: string | undefined;
  /** What precedes the operation in `X-Amz-Target`. */
  readonly targetPrefix: string;
}

/** One operation of the SDK client. */
export interface OperationModel {
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  readonly http: HttpBinding | undefined;
}

/** Method, URI and status of a REST operation, as Smithy's `http` trait has them. */
export interface HttpBinding {
  readonly method: string;
  readonly uri: string;
  readonly status: number;
}

/** One error of the SDK client. */
export interface ErrorModel {
  readonly shape: Shape;
  /** What the query protocol calls it: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization */
  readonly queryCode: string | undefined;
}

interface ProtocolSettings {
  readonly version?: string;
  readonly xmlNamespace?: string;
  readonly serviceTarget?: string;
}

/** Reads the model of a service from what its SDK client exports. */
export function modelOf(service: HostedService): ServiceModel {
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorModel>();
  for (const exported of Object.values(service.sdk)) {
    if (!Array.isArray(exported)) continue;
    if (exported[0] === 9) operations.set(String(exported[2]), operationOf(exported));
    if (exported[0] === -3) errors.set(String(exported[2]), errorOf(exported));
  }
  for (const name of Object.keys(service.operations)) {
    if (!operations.has(name)) throw new Error(`${service.name} has no operation named ${name} in its SDK client`);
  }
  const { version = '', xmlNamespace, serviceTarget = '' } = settingsOf(service);
  return { service, operations, errors, version, xmlNamespace, targetPrefix: serviceTarget };
}

/** An operation is `[9, namespace, name, traits, input, output]`. */
function operationOf(tuple: readonly unknown[]): OperationModel {
  const traits = tuple[3] as { readonly http?: readonly [string, string, number] };
  const [method, uri, status] = traits?.http ?? [];
  return {
    name: String(tuple[2]),
    input: shapeOf(tuple[4]),
    output: shapeOf(tuple[5]),
    http: method === undefined ? undefined : { method, uri: uri!, status: status! },
  };
}

function errorOf(tuple: readonly unknown[]): ErrorModel {
  const traits = tuple[3] as { readonly awsQueryError?: readonly [string, number] };
  return { shape: shapeOf(tuple), queryCode: traits?.awsQueryError?.[0] };
}

/** Only a client's configuration has its namespace, target and version; the schemas alone do not. */
function settingsOf(service: HostedService): ProtocolSettings {
  const name = Object.keys(service.sdk).find((key) => key.endsWith('Client') && key !== '__Client');
  // OCI's API is none of AWS's: its schemas are ours, and no client belongs to them.
  if (service.protocol === 'rest-registry') return {};
  const Client = service.sdk[name ?? ''] as new (
    settings: object,
  ) => { config: { protocolSettings: ProtocolSettings }; destroy(): void };
  const client = new Client({ region: 'us-east-1', credentials: { accessKeyId: '-', secretAccessKey: '-' } });
  const settings = client.config.protocolSettings;
  client.destroy();
  return settings;
}
