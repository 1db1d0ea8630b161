import type { AwsError } from '../errors.ts';
import type { Protocol } from '../protocol.ts';
import { type Answer, answer, contentTypes, hostId, requestIdHeaders } from './answer.ts';
import { writeBound } from './headers.ts';
import { writeJsonMembers } from './json.ts';
import type { ErrorModel, ServiceModel } from './model.ts';
import { inDocument, type Member, membersOf } from './shapes.ts';
import { writeXmlDocument, xmlns } from './xml.ts';
import { escapeXml } from './xml-document.ts';

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
  const wraps = model?.service.wrapsErrors;
  const headers = { ...requestIdHeaders(protocol, requestId, wraps), ...writeBound(members, error.details).headers };
  if (protocol === 'query' || wraps)
    return answer(error.status, headers, 'text/xml', wrappedError(model, error, code, requestId));
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

/** The name of the message differs from shape to shape in the models, even within Lambda's. */
function jsonError(error: AwsError, members: readonly Member[]): Record<string, unknown> {
  const messageName = members.find(({ name }) => name.toLowerCase() === 'message')?.name ?? 'message';
  const type = error.status < 500 ? 'User' : 'Service';
  const all: Record<string, unknown> = { Type: type, ...error.details, [messageName]: error.message };
  return members.length > 0 ? writeJsonMembers(all, members.filter(inDocument)) : { message: error.message };
}

function wrappedError(model: ServiceModel | undefined, error: AwsError, code: string, requestId: string): string {
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
