import { httpStatus } from '../service.ts';
import { type Answer, answer, contentTypes, requestIdHeaders } from './answer.ts';
import type { FilePart } from './file-part.ts';
import { writeBound } from './headers.ts';
import { writeJson, writeJsonMembers } from './json.ts';
import type { OperationModel, ServiceModel } from './model.ts';
import { inDocument, type Member, membersOf, type Shape, traitsOf } from './shapes.ts';
import { writeText, writeXml, writeXmlDocument, writeXmlMembers, xmlns } from './xml.ts';
import { escapeXml } from './xml-document.ts';

/** Encodes what an operation returned. */
export function encode(model: ServiceModel, operation: OperationModel, output: unknown, requestId: string): Answer {
  const { protocol } = model.service;
  const members = membersOf(operation.output);
  const headers = requestIdHeaders(protocol, requestId, model.service.wrapsErrors);
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

function writeRestBody(
  model: ServiceModel,
  shape: Shape,
  output: unknown,
): { content: string | Uint8Array | FilePart; type: string } {
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
): { content: string | Uint8Array | FilePart; type: string } {
  const json = model.service.protocol === 'rest-json';
  // Lambda answers an invocation as JSON, S3 an object as bytes unless the object has a type of its own.
  if (shape.isBlobSchema())
    return {
      content: (value ?? '') as string | Uint8Array | FilePart,
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
