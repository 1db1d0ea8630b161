import { rawJson } from '../service.ts';
import { below, type Flaw, InvalidRequest, malformed, missing, wrongType } from './invalid.ts';
import { type Member, membersOf, type Shape } from './shapes.ts';
import { readTimestamp, timestampForm, writeTimestamp } from './timestamps.ts';

/** Parses a body; an empty one is an empty document. */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw malformed('the body is not JSON');
  }
}

/** Reads the members of a structure that travel in the document; throws {@link InvalidRequest}. */
export function readJsonMembers(document: unknown, members: readonly Member[]): Record<string, unknown> {
  const flaws: Flaw[] = [];
  const result = structure(document, members, '', flaws);
  if (flaws.length > 0) throw new InvalidRequest(flaws);
  return result;
}

/** Reads a whole value, such as the payload of a request; throws {@link InvalidRequest}. */
export function readJson(document: unknown, shape: Shape): unknown {
  const flaws: Flaw[] = [];
  const result = read(document, shape, '', flaws);
  if (flaws.length > 0) throw new InvalidRequest(flaws);
  return result;
}

function read(value: unknown, shape: Shape, path: string, flaws: Flaw[]): unknown {
  if (shape.isDocumentSchema()) return value;
  if (shape.isStructSchema()) return structure(value, membersOf(shape), path, flaws);
  if (shape.isListSchema()) {
    if (!Array.isArray(value)) throw unexpected(value, 'a list', path);
    return value.map((item, index) => read(item, shape.getValueSchema(), `${path}.${index + 1}.member`, flaws));
  }
  if (shape.isMapSchema()) {
    const entries = Object.entries(record(value, path)).filter(([, item]) => item !== null);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, read(item, shape.getValueSchema(), `${path}.${key}`, flaws)]),
    );
  }
  return scalar(value, shape, path);
}

function structure(value: unknown, members: readonly Member[], path: string, flaws: Flaw[]): Record<string, unknown> {
  const source = record(value, path);
  const result: Record<string, unknown> = {};
  for (const { name, shape, traits, required } of members) {
    const item = source[traits.jsonName ?? name] ?? undefined;
    if (item !== undefined) result[name] = read(item, shape, below(path, name), flaws);
    else if (required) flaws.push(missing(below(path, name)));
  }
  return result;
}

function scalar(value: unknown, shape: Shape, path: string): unknown {
  if (shape.isTimestampSchema()) {
    return readTimestamp(value, timestampForm(shape, 'epoch-seconds')) ?? fail(value, 'a Timestamp', path);
  }
  if (shape.isBlobSchema()) {
    const valid = typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0;
    return valid ? new Uint8Array(Buffer.from(value, 'base64')) : fail(value, 'a Blob', path);
  }
  if (shape.isBooleanSchema()) return typeof value === 'boolean' ? value : fail(value, 'a Boolean', path);
  if (shape.isStringSchema()) return typeof value === 'string' ? value : fail(value, 'a String', path);
  return typeof value === 'number' ? value : fail(value, 'a Number', path);
}

function record(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw unexpected(value, 'a structure', path);
}

function fail(value: unknown, wanted: string, path: string): never {
  throw unexpected(value, wanted, path);
}

/** In the words of AWS's own JSON reader, such as `NUMBER_VALUE can not be converted to a String`. */
function unexpected(value: unknown, wanted: string, path: string): InvalidRequest {
  if (wanted === 'a structure') return wrongType(path, `Unexpected token received from parser at '${path}'`);
  if (wanted === 'a list') return wrongType(path, `Expected list or null at '${path}'`);
  const token = Array.isArray(value) ? 'START_ARRAY' : tokens[typeof value];
  return wrongType(
    path,
    `${typeof value === 'boolean' ? `${value}`.toUpperCase() : token}_VALUE can not be converted to ${wanted}`,
  );
}

const tokens: Readonly<Record<string, string>> = { number: 'NUMBER', string: 'STRING', object: 'START_OBJECT' };

/** Turns an answer into what `JSON.stringify` takes; members that the shape lacks are left out. */
export function writeJsonMembers(value: unknown, members: readonly Member[]): Record<string, unknown> {
  const source = (value ?? {}) as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const { name, shape, traits } of members) {
    const item = source[name];
    if (item !== undefined && item !== null) result[traits.jsonName ?? name] = writeJson(item, shape);
  }
  return result;
}

function rawOf(value: unknown): unknown {
  return (value as { readonly [rawJson]?: unknown })[rawJson];
}

/** Turns one value into what `JSON.stringify` takes. */
export function writeJson(value: unknown, shape: Shape): unknown {
  if (shape.isDocumentSchema()) return value;
  if (shape.isStructSchema()) return rawOf(value) ?? writeJsonMembers(value, membersOf(shape));
  if (shape.isListSchema()) return (value as unknown[]).map((item) => writeJson(item, shape.getValueSchema()));
  if (shape.isMapSchema()) {
    const entries = Object.entries(value as object).filter(([, item]) => item !== undefined && item !== null);
    return Object.fromEntries(entries.map(([key, item]) => [key, writeJson(item, shape.getValueSchema())]));
  }
  if (shape.isTimestampSchema()) return writeTimestamp(value, timestampForm(shape, 'epoch-seconds'));
  if (shape.isBlobSchema()) return Buffer.from(value as Uint8Array).toString('base64');
  const wanted = shape.isBooleanSchema() ? 'boolean' : shape.isStringSchema() ? 'string' : 'number';
  if (typeof value !== wanted) {
    throw new TypeError(`${shape.getMemberName()} is answered as ${typeof value}; the model says ${wanted}`);
  }
  return value;
}
