import type { AwsError } from '../errors.ts';
import type { Protocol } from '../protocol.ts';
import { httpStatus } from '../service.ts';
import { writeJson, writeJsonMembers } from './json.ts';
import type { ErrorModel, OperationModel, ServiceModel } from './model.ts';
import { inDocument, type Member, membersOf, type Shape, traitsOf } from './shapes.ts';
import { writeText, writeXml, writeXmlDocument, writeXmlMembers, xmlns } from './xml.ts';
import { escapeXml } from './xml-document.ts';

/** An answer, ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Only half of the body is ever sent. */
  readonly stalls?: boolean;
}

/** Encodes what an operation returned. */
export function encode(model: ServiceModel, operation: OperationModel, output: unknown, requestId: string): Answer {
  const { protocol } = model.service;
  const members = membersOf(operation.output);
  const headers = requestIdHeaders(protocol, requestId);
  if (protocol === 'query') {
    const result = members.length === 0 ? '' : writeXml(`${operation.name}Result`, output, operation.output);
    const content = `${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return answer(
      200,
      headers,
      'text/xml',
      writeXmlDocument(`${operation.name}Response`, content, xmlns(model.xmlNamespace)),
    );
  }
  if (protocol === 'json-1.0' || protocol === 'json-1.1') {
    // An operation without output answers an empty body in 1.1, as Logs' PutRetentionPolicy does.
    const document = operation.output.isUnitSchema() ? '' : JSON.stringify(writeJsonMembers(output, members));
    return answer(200, headers, contentTypes[protocol], document);
  }
  const bound = writeBound(members, output);
  const status = statusOf(output) ?? bound.status ?? operation.http?.status ?? 200;
  const { content, type } = writeRestBody(model, operation.output, output);
  return answer(status, { ...headers, ...bound.headers }, type, content);
}

function statusOf(output: unknown): number | undefined {
  return (output as { [httpStatus]?: number } | undefined)?.[httpStatus];
}

/** Encodes an error. */
export function encodeError(
  protocol: Protocol,
  model: ServiceModel | undefined,
  error: AwsError,
  requestId: string,
): Answer {
  const shape = model?.errors.get(error.code);
  const code = (protocol === 'query' ? shape?.queryCode : undefined) ?? error.code;
  const members = shape ? membersOf(shape.shape) : [];
  const headers = { ...requestIdHeaders(protocol, requestId), ...writeBound(members, error.details).headers };
  if (protocol === 'query') return answer(error.status, headers, 'text/xml', queryError(model, error, code, requestId));
  if (protocol === 'rest-registry') return registryError(error, headers);
  if (protocol === 'rest-xml') {
    const own = Object.entries(error.details).filter(([name]) => isHeader(name));
    const all = { ...headers, ...Object.fromEntries(own.map(([name, value]) => [name, String(value)])) };
    return answer(error.status, all, 'application/xml', xmlError(error, requestId));
  }
  const document = jsonError(error, members);
  if (protocol === 'rest-json') {
    return answer(
      error.status,
      { ...headers, 'x-amzn-errortype': code },
      contentTypes[protocol],
      JSON.stringify(document),
    );
  }
  return answer(
    error.status,
    { ...headers, ...queryCompatible(error, shape) },
    contentTypes[protocol],
    JSON.stringify({ __type: code, ...document }),
  );
}

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes; one that says it is text is its message. */
function registryError({ code, status, message, details }: AwsError, headers: Record<string, string>): Answer {
  const own = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
  const isText = own['content-type']?.startsWith('text/plain') === true;
  const document = isText ? `${message}\n` : `${JSON.stringify({ errors: [{ code, message }] })}\n`;
  return answer(status, { ...headers, ...own }, 'application/json; charset=utf-8', document);
}

/** Services that spoke query before JSON go on to give its codes: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait */
function queryCompatible({ status }: AwsError, shape: ErrorModel | undefined): Readonly<Record<string, string>> {
  const { queryCode } = shape ?? {};
  return queryCode === undefined
    ? {}
    : { 'x-amzn-query-error': `${queryCode};${status < 500 ? 'Sender' : 'Receiver'}` };
}

const contentTypes = {
  'rest-json': 'application/json',
  'json-1.0': 'application/x-amz-json-1.0',
  'json-1.1': 'application/x-amz-json-1.1',
} as const;

/** The name of the message differs from shape to shape in the models, even within Lambda's. */
function jsonError(error: AwsError, members: readonly Member[]): Record<string, unknown> {
  const messageName = members.find(({ name }) => name.toLowerCase() === 'message')?.name ?? 'message';
  const type = error.status < 500 ? 'User' : 'Service';
  const all: Record<string, unknown> = { Type: type, ...error.details, [messageName]: error.message };
  return members.length > 0 ? writeJsonMembers(all, members.filter(inDocument)) : { message: error.message };
}

function queryError(model: ServiceModel | undefined, error: AwsError, code: string, requestId: string): string {
  const type = error.status < 500 ? 'Sender' : 'Receiver';
  const content = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error>`;
  return writeXmlDocument('ErrorResponse', `${content}<RequestId>${requestId}</RequestId>`, xmlns(model?.xmlNamespace));
}

/**
 * S3's own form, without a wrapper: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses
 * Of the Resource there, nothing is in any error that localstack's aws-validated tests recorded.
 */
function xmlError(error: AwsError, requestId: string): string {
  const fields = {
    Code: error.code,
    Message: error.message,
    ...Object.fromEntries(Object.entries(error.details).filter(([name]) => !isHeader(name))),
    RequestId: requestId,
    HostId: hostId,
  };
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  return writeXmlDocument('Error', elements.join(''), '');
}

/** S3's models leave out the headers of errors, such as `x-amz-bucket-region`; their names alone are all in lower case. */
function isHeader(name: string): boolean {
  return /^[a-z-]+$/.test(name);
}

const hostId = Buffer.from('an AWS on this machine').toString('base64');

function requestIdHeaders(protocol: Protocol, requestId: string): Record<string, string> {
  if (protocol === 'rest-xml') return { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId };
  if (protocol === 'rest-registry') return { 'docker-distribution-api-version': 'registry/2.0' };
  return { 'x-amzn-requestid': requestId };
}

function writeBound(
  members: readonly Member[],
  output: unknown,
): { headers: Record<string, string>; status: number | undefined } {
  const source = (output ?? {}) as Record<string, unknown>;
  const headers: Record<string, string> = {};
  let status: number | undefined;
  for (const { name, shape, traits } of members) {
    const value = source[name];
    if (value === undefined || value === null) continue;
    if (traits.httpResponseCode) status = Number(value);
    if (traits.httpHeader !== undefined) headers[traits.httpHeader.toLowerCase()] = writeHeader(value, shape);
    if (traits.httpPrefixHeaders === undefined) continue;
    for (const [key, item] of Object.entries(value))
      headers[traits.httpPrefixHeaders.toLowerCase() + key] = String(item);
  }
  return { headers, status };
}

function writeHeader(value: unknown, shape: Shape): string {
  if (!shape.isListSchema()) return writeText(value, shape, 'http-date');
  return (value as unknown[]).map((item) => writeText(item, shape.getValueSchema(), 'http-date')).join(', ');
}

function writeRestBody(
  model: ServiceModel,
  shape: Shape,
  output: unknown,
): { content: string | Uint8Array; type: string } {
  const json = model.service.protocol === 'rest-json';
  const members = membersOf(shape);
  const payload = members.find(({ traits }) => traits.httpPayload);
  if (payload) return writePayload(model, payload, (output as Record<string, unknown> | undefined)?.[payload.name]);
  const inBody = members.filter(inDocument);
  if (json) {
    // An empty answer has an empty body where AWS says 204, and `{}` elsewhere; `unit` is always empty.
    return {
      content: shape.isUnitSchema() ? '' : JSON.stringify(writeJsonMembers(output, inBody)),
      type: contentTypes['rest-json'],
    };
  }
  if (inBody.length === 0) return { content: '', type: 'application/xml' };
  const root = traitsOf(shape).xmlName ?? shape.getName() ?? '';
  const [only] = inBody;
  if (inBody.length === 1 && only && only.name === root) {
    // A document named like its only member is that member, as GetBucketLocation's: Smithy's s3UnwrappedXmlOutput.
    const value = (output as Record<string, unknown> | undefined)?.[only.name];
    const text = value === undefined ? '' : escapeXml(writeText(value, only.shape, 'date-time'));
    return { content: writeXmlDocument(root, text, xmlns(model.xmlNamespace)), type: 'application/xml' };
  }
  return {
    content: writeXmlDocument(root, writeXmlMembers(output, inBody), xmlns(model.xmlNamespace)),
    type: 'application/xml',
  };
}

function writePayload(
  model: ServiceModel,
  { name, shape, traits }: Member,
  value: unknown,
): { content: string | Uint8Array; type: string } {
  const json = model.service.protocol === 'rest-json';
  // Lambda answers an invocation as JSON, S3 an object as bytes unless the object has a type of its own.
  if (shape.isBlobSchema())
    return {
      content: (value ?? '') as string | Uint8Array,
      type: json ? contentTypes['rest-json'] : 'binary/octet-stream',
    };
  if (value === undefined || value === null) return { content: '', type: 'application/xml' };
  if (shape.isStringSchema()) return { content: String(value), type: 'text/plain' };
  if (json) return { content: JSON.stringify(writeJson(value, shape)), type: contentTypes['rest-json'] };
  const root = traits.xmlName ?? shape.getName() ?? name;
  return {
    content: writeXmlDocument(root, writeXmlMembers(value, membersOf(shape)), xmlns(model.xmlNamespace)),
    type: 'application/xml',
  };
}

function answer(status: number, headers: Record<string, string>, type: string, content: string | Uint8Array): Answer {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  const typed = body.length > 0 && headers['content-type'] === undefined ? { 'content-type': type } : {};
  return { status, headers: { ...typed, ...headers }, body };
}
