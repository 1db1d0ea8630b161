import { readFile } from 'node:fs/promises';
import type { Problem } from '@actions-aws/action';
import {
  isObject,
  type Json,
  objectsIn,
  registrable,
  type Tags,
  type TaskDefinitionDocument,
  textIn,
} from '@actions-aws/ecs';

/** As long as AWS takes it, several times over: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const LONGEST = 1024 * 1024;

/** What a file holds. */
export interface ReadFile {
  readonly document: TaskDefinitionDocument;
  readonly tags: Tags;
}

/**
 * Reads the file of a task definition, as RegisterTaskDefinition takes it, or as DescribeTaskDefinition gave it. What is newer than
 * this action stays in it.
 */
export async function readTaskDefinition(file: string): Promise<ReadFile | { readonly problem: Problem }> {
  const wrong = (
    message: string,
    remedy = 'Write it as `aws ecs register-task-definition --cli-input-json` takes it.',
  ) => ({
    problem: { input: 'task-definition', value: file, message, remedy },
  });
  let parsed: Json;
  try {
    const text = await readFile(file, 'utf8');
    if (text.length > LONGEST) return wrong('is too long to be a task definition');
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The message of a parser quotes what it does not understand, which may be the value of a variable.
    return wrong(error instanceof SyntaxError ? 'must be JSON' : `must be a file of JSON: ${(error as Error).message}`);
  }
  const whole = isObject(parsed) && isObject(parsed.taskDefinition) ? parsed.taskDefinition : parsed;
  if (!isObject(whole)) return wrong('must be an object');
  const { family, containerDefinitions } = whole;
  if (typeof family !== 'string' || !/^[A-Za-z0-9_-]{1,255}$/.test(family)) return wrong('must have a `family`');
  const isList = Array.isArray(containerDefinitions) && containerDefinitions.length > 0;
  if (!isList || !containerDefinitions.every((one) => isObject(one) && typeof one.name === 'string')) {
    return wrong('must have `containerDefinitions`, each with a `name`');
  }
  // DescribeTaskDefinition has them beside the task definition.
  const beside = isObject(parsed) ? objectsIn(parsed, 'tags') : [];
  const tags = [...(whole === parsed ? [] : beside), ...objectsIn(whole, 'tags')].map((tag) => [
    textIn(tag, 'key'),
    textIn(tag, 'value'),
  ]);
  return { document: registrable(whole), tags: Object.fromEntries(tags) };
}
