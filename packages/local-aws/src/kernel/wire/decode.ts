import type { Arrival } from './arrival.ts';
import { below, type Flaw, InvalidRequest, missing, wrongType } from './invalid.ts';
import { parseJson, readJson, readJsonMembers } from './json.ts';
import { readQuery } from './query.ts';
import type { Route } from './route.ts';
import { inDocument, type Member, membersOf, type Shape } from './shapes.ts';
import { readTimestamp, timestampForm } from './timestamps.ts';
import { readText, readXmlMembers } from './xml.ts';
import { parseXml } from './xml-document.ts';

/** Decodes a request into the operation's input; throws {@link InvalidRequest} with every flaw that was found. */
export function decode({ model, operation, labels }: Route, arrival: Arrival): Record<string, unknown> {
  const { protocol } = model.service;
  if (protocol === 'query') {
    const form = new URLSearchParams([
      ...arrival.query,
      ...new URLSearchParams(Buffer.from(arrival.body).toString('utf8')),
    ]);
    return readQuery(form, operation.input);
  }
  const members = membersOf(operation.input);
  if (protocol === 'json-1.0' || protocol === 'json-1.1') return readJsonMembers(parseJson(arrival.body), members);
  const flaws: Flaw[] = [];
  const bound = collecting(flaws, () => readBound(protocol, members, labels, arrival, flaws)) ?? {};
  const body = collecting(flaws, () => readRestBody(protocol, members, arrival, flaws)) ?? {};
  if (flaws.length > 0) throw new InvalidRequest(flaws);
  return { ...bound, ...body };
}

/** Missing members of the URI and of the body are reported together; anything else ends the reading. */
function collecting<T>(flaws: Flaw[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidRequest) || error.flaws.some(({ kind }) => kind !== 'missing')) throw error;
    flaws.push(...error.flaws);
    return undefined;
  }
}

function readBound(
  protocol: string,
  members: readonly Member[],
  labels: Route['labels'],
  arrival: Arrival,
  flaws: Flaw[],
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const member of members.filter((each) => !inDocument(each))) {
    const value = isNoNumber(protocol, member, arrival) ? undefined : readBinding(member, labels, arrival);
    if (value !== undefined) input[member.name] = value;
    else if (member.required) flaws.push(missing(below('', member.name)));
  }
  return input;
}

/** Recorded of S3's `max-parts=` (localstack's test_list_parts_empty_part_number_marker): a number that is empty is none at all. */
function isNoNumber(protocol: string, { shape, traits }: Member, { query }: Arrival): boolean {
  if (protocol !== 'rest-xml' || traits.httpQuery === undefined) return false;
  return shape.isNumericSchema() && query.get(traits.httpQuery) === '';
}

function readBinding({ name, shape, traits }: Member, labels: Route['labels'], arrival: Arrival): unknown {
  const path = below('', name);
  if (traits.httpLabel) {
    const label = labels[name];
    return label === undefined ? undefined : readText(percentDecoded(label, path), shape, path, 'date-time');
  }
  if (traits.httpQuery !== undefined) return readQueryMember(arrival.query.getAll(traits.httpQuery), shape, path);
  if (traits.httpQueryParams) return Object.fromEntries(arrival.query);
  if (traits.httpPrefixHeaders !== undefined) return readPrefixed(arrival.headers, traits.httpPrefixHeaders);
  const header = arrival.headers[traits.httpHeader?.toLowerCase() ?? ''];
  if (header === undefined) return undefined;
  // A date that is none is ignored, as RFC 9110 (13.1.3) asks for conditions.
  if (shape.isTimestampSchema()) return readTimestamp(header, timestampForm(shape, 'http-date'));
  if (!shape.isListSchema()) return readText(header, shape, path, 'http-date');
  return header.split(',').map((item) => readText(item.trim(), shape.getValueSchema(), path, 'http-date'));
}

function readQueryMember(values: readonly string[], shape: Shape, path: string): unknown {
  if (values.length === 0) return undefined;
  if (!shape.isListSchema()) return readText(values[0]!, shape, path, 'date-time');
  return values.map((value) => readText(value, shape.getValueSchema(), path, 'date-time'));
}

function readPrefixed(headers: Arrival['headers'], prefix: string): Record<string, string> | undefined {
  const lower = prefix.toLowerCase();
  const found = Object.entries(headers).filter(([name]) => name.startsWith(lower));
  return found.length === 0
    ? undefined
    : Object.fromEntries(found.map(([name, value]) => [name.slice(lower.length), value]));
}

function percentDecoded(label: string, path: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    throw wrongType(path, `'${label}' is not percent-encoded UTF-8`);
  }
}

function readRestBody(
  protocol: string,
  members: readonly Member[],
  arrival: Arrival,
  flaws: Flaw[],
): Record<string, unknown> {
  const payload = members.find(({ traits }) => traits.httpPayload);
  if (payload) {
    const value = readPayload(protocol, payload, arrival);
    if (value === undefined && payload.required) flaws.push(missing(below('', payload.name)));
    return value === undefined ? {} : { [payload.name]: value };
  }
  const inBody = members.filter(inDocument);
  if (inBody.length === 0) return {};
  if (protocol === 'rest-json') return readJsonMembers(parseJson(arrival.body), inBody);
  return readXmlMembers(arrival.body.length === 0 ? emptyElement : parseXml(arrival.body), inBody);
}

const emptyElement = { name: '', attributes: {}, children: [], text: '' };

function readPayload(protocol: string, { shape }: Member, { body, large }: Arrival): unknown {
  if (large) return large;
  if (shape.isBlobSchema()) return body.length === 0 && !shape.isStreaming() ? undefined : body;
  if (body.length === 0) return undefined;
  if (shape.isStringSchema()) return Buffer.from(body).toString('utf8');
  return protocol === 'rest-json' ? readJson(parseJson(body), shape) : readXmlMembers(parseXml(body), membersOf(shape));
}
