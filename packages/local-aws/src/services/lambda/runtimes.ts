import { Runtime } from '@aws-sdk/client-lambda';
import { invalidParameter } from './errors.ts';

/** Runtimes that may neither be created nor updated any more (AWS Lambda developer guide, lambda-runtimes). */
const retired: readonly string[] = [
  'dotnetcore1.0',
  'dotnetcore2.0',
  'dotnetcore2.1',
  'dotnetcore3.1',
  'go1.x',
  'java8',
  'nodejs',
  'nodejs10.x',
  'nodejs12.x',
  'nodejs14.x',
  'nodejs4.3',
  'nodejs4.3-edge',
  'nodejs6.10',
  'nodejs8.10',
  'provided',
  'python2.7',
  'python3.6',
  'python3.7',
  'ruby2.5',
  'ruby2.7',
];

/** What AWS's refusal begins its list with, in its own order (recorded 2026-03); what is newer follows. */
const recorded: readonly string[] = [
  'nodejs20.x',
  'python3.14',
  'provided.al2023',
  'python3.12',
  'python3.13',
  'nodejs24.x',
  'nodejs22.x',
  'java25',
  'python3.10',
  'python3.11',
  'java21',
  'ruby3.3',
  'ruby3.4',
  'ruby3.2',
  'python3.8',
  'python3.9',
  'java17',
  'nodejs16.x',
  'dotnet10',
  'dotnet8',
  'java11',
  'dotnet6',
  'nodejs18.x',
  'provided.al2',
  'java8.al2',
];

const newer = Object.values(Runtime).filter((each) => !recorded.includes(each) && !retired.includes(each));
const supported: readonly string[] = [...recorded, ...newer];

/** The runtime, if a function may be given it: those that the SDK knows and AWS has not retired. Refusals are recorded. */
export function supportedRuntime(runtime: Runtime): Runtime {
  if (retired.includes(runtime)) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  if (!supported.includes(runtime)) {
    throw invalidParameter(
      `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${supported.join(', ')}] or be a valid ARN`,
    );
  }
  return runtime;
}
