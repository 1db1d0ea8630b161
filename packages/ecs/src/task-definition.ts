import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject, numberIn, objectsIn, textIn } from './json.ts';

/**
 * A task definition as the JSON that AWS sent, of which only our fields are edited: the typed client drops members that are newer than
 * itself on their way in and out.
 */
export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  /** Counts up within the family. */
  readonly revision: number;
  /** `ACTIVE`, `INACTIVE` or `DELETE_IN_PROGRESS`. */
  readonly status: string;
  readonly tags: Tags;
  /** All of it, with what AWS adds to what was registered. */
  readonly raw: JsonObject;
}

/** Tags of AWS, by their keys. */
export type Tags = Readonly<Record<string, string>>;

/** What RegisterTaskDefinition takes, its tags apart. */
export type TaskDefinitionDocument = JsonObject;

/** Reads a task definition out of AWS's JSON, of DescribeTaskDefinition and RegisterTaskDefinition. */
export function taskDefinitionIn(answer: JsonObject): TaskDefinition {
  const raw = isObject(answer.taskDefinition) ? answer.taskDefinition : {};
  return {
    arn: textIn(raw, 'taskDefinitionArn'),
    family: textIn(raw, 'family'),
    revision: numberIn(raw, 'revision') ?? 0,
    status: textIn(raw, 'status'),
    tags: Object.fromEntries(objectsIn(answer, 'tags').map((tag) => [textIn(tag, 'key'), textIn(tag, 'value')])),
    raw,
  };
}

/**
 * What AWS adds to a task definition, and RegisterTaskDefinition does not take: members of TaskDefinition that its request lacks, by
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html and API_RegisterTaskDefinition beside it.
 */
const ADDED = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'deregisteredAt',
  'deleteRequestedAt',
  'registeredBy',
] as const;

/** What has to be registered to get the same task definition once more, with members that are newer than this suite. */
export function registrable(raw: JsonObject): TaskDefinitionDocument {
  const isAdded = (member: string) => ADDED.some((one) => one === member) || member === 'tags';
  return Object.fromEntries(Object.entries(raw).filter(([member]) => !isAdded(member)));
}

/** The containers of a task definition: their names and images. */
export function containersOf(
  document: TaskDefinitionDocument,
): readonly { readonly name: string; readonly image: string }[] {
  return objectsIn(document, 'containerDefinitions').map((one) => ({
    name: textIn(one, 'name'),
    image: textIn(one, 'image'),
  }));
}

/** The same document with other images of some containers, by their names; each other member is as it was. */
export function withImages(
  document: TaskDefinitionDocument,
  images: Readonly<Record<string, string>>,
): TaskDefinitionDocument {
  const definitions = objectsIn(document, 'containerDefinitions').map((definition) => {
    const name = textIn(definition, 'name');
    const image = Object.hasOwn(images, name) ? images[name] : undefined;
    return image === undefined ? definition : { ...definition, image };
  });
  return { ...document, containerDefinitions: definitions };
}

/**
 * A hash of what a task definition has its tasks do: sixteen hexadecimal digits. Members of objects have no order, and a member that is
 * empty is as none, since AWS gives some back that were never registered (`"volumes": []`), and drops others. So is what AWS adds by
 * default: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html, API_PortMapping beside it.
 */
export function contentOf(document: TaskDefinitionDocument): string {
  const text = JSON.stringify(canonical(withoutDefaults(registrable(document))) ?? {});
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function withoutDefaults(document: TaskDefinitionDocument): TaskDefinitionDocument {
  if (!Array.isArray(document.containerDefinitions)) return document;
  const network = textIn(document, 'networkMode');
  const containers = document.containerDefinitions.map((container: Json) => {
    if (!isObject(container)) return container;
    const ports = container.portMappings;
    return without(
      { ...container, ...(Array.isArray(ports) && { portMappings: ports.map((port) => portIn(port, network)) }) },
      { cpu: 0, essential: true },
    );
  });
  return { ...document, containerDefinitions: containers };
}

/** Of the modes awsvpc and host the port of the host is that of the container; else 0 has one chosen. */
function portIn(port: Json, network: string): Json {
  if (!isObject(port)) return port;
  const isSame = (network === 'awsvpc' || network === 'host') && port.containerPort !== undefined;
  return without(port, { protocol: 'tcp', hostPort: isSame ? port.containerPort! : 0 });
}

/** An object without the members that have just these values. */
function without(object: JsonObject, defaults: JsonObject): JsonObject {
  const isDefault = (member: string, value: Json) => Object.hasOwn(defaults, member) && defaults[member] === value;
  return Object.fromEntries(Object.entries(object).filter(([member, value]) => !isDefault(member, value)));
}

function canonical(value: Json | undefined): Json | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (isObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((member) => [member, canonical(value[member])] as const)
      .filter(([, inner]) => inner !== undefined);
    return members.length === 0 ? undefined : (Object.fromEntries(members) as JsonObject);
  }
  if (Array.isArray(value)) {
    const entries = value.map((one: Json) => canonical(one) ?? null);
    return entries.length === 0 ? undefined : entries;
  }
  return value;
}
