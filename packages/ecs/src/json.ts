/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object of JSON, with all the members that AWS gave it. */
export interface JsonObject {
  readonly [member: string]: Json;
}

/** The text of a member; empty where it is not there, or is no text. */
export function textIn(object: JsonObject, member: string): string {
  const value = object[member];
  return typeof value === 'string' ? value : '';
}

/** The number of a member; `undefined` where it is not there, or is no number: what is not told is never 0. */
export function numberIn(object: JsonObject, member: string): number | undefined {
  const value = object[member];
  return typeof value === 'number' ? value : undefined;
}

/** The flag of a member; `undefined` where it is not there, or is none. */
export function flagIn(object: JsonObject, member: string): boolean | undefined {
  const value = object[member];
  return typeof value === 'boolean' ? value : undefined;
}

/** The object of a member; empty where it is not there, or is none. */
export function objectIn(object: JsonObject, member: string): JsonObject {
  const value = object[member];
  return isObject(value) ? value : {};
}

/** The objects of a list; empty where there is no list. */
export function objectsIn(object: JsonObject, member: string): readonly JsonObject[] {
  const value = object[member];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of a list; empty where there is no list. */
export function textsIn(object: JsonObject, member: string): readonly string[] {
  const value = object[member];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/**
 * A time, in milliseconds since the epoch; `undefined` where there is none. By AWS's JSON protocol it is in seconds:
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#timestamps
 */
export function timeIn(object: JsonObject, member: string): number | undefined {
  const seconds = numberIn(object, member);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

/** Whether a value is an object of JSON. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
