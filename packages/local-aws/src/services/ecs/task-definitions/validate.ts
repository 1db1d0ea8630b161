import type * as sdk from '@aws-sdk/client-ecs';
import { clientError, invalidParameter } from '../errors.ts';

/** CPU units of Fargate, and the memory that goes with each: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const FARGATE: Readonly<Record<string, (memory: number) => boolean>> = {
  256: (memory) => [512, 1024, 2048].includes(memory),
  512: (memory) => memory % 1024 === 0 && memory >= 1024 && memory <= 4096,
  1024: (memory) => memory % 1024 === 0 && memory >= 2048 && memory <= 8192,
  2048: (memory) => memory % 1024 === 0 && memory >= 4096 && memory <= 16_384,
  4096: (memory) => memory % 1024 === 0 && memory >= 8192 && memory <= 30_720,
  8192: (memory) => memory % 4096 === 0 && memory >= 16_384 && memory <= 61_440,
  16384: (memory) => memory % 8192 === 0 && memory >= 32_768 && memory <= 122_880,
};

/**
 * Throws ECS's error for the first thing in a task definition that it does not take. The messages are ECS's own: aws/amazon-ecs-cli#37,
 * awsdocs/aws-cloudformation-user-guide#454, Shippable/support#2946, eagletmt/hako#68.
 */
export function assertDefinition(definition: sdk.RegisterTaskDefinitionRequest): void {
  const { family = '', containerDefinitions = [], requiresCompatibilities = [] } = definition;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) throw clientError('Family contains invalid characters.');
  if (containerDefinitions.length === 0) throw clientError('Container list cannot be empty.');
  for (const container of containerDefinitions) assertContainer(container);
  const names = containerDefinitions.map(({ name }) => name);
  if (new Set(names).size < names.length) throw clientError('Container names must be unique within a Task Definition.');
  if (containerDefinitions.every(({ essential = true }) => !essential))
    throw clientError("Task definition doesn't have any essential container.");
  if (requiresCompatibilities.includes('FARGATE')) assertFargate(definition);
}

/**
 * The messages are ECS's own: awsdocs/aws-cloudformation-user-guide#612, hashicorp/terraform-provider-aws#5950, convox/praxis#121,
 * aws/aws-cdk#8762. Of a health check without a command AWS's words are not known; these are ours.
 */
function assertContainer({ name = '', image = '', portMappings = [], healthCheck }: sdk.ContainerDefinition): void {
  if (name === '') throw clientError('Container.name should not be null or empty.');
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw clientError('Container.name contains invalid characters.');
  if (image === '') throw clientError('Container.image should not be null or empty.');
  for (const { containerPort = 0 } of portMappings)
    if (!Number.isInteger(containerPort) || containerPort < 0 || containerPort > 65_535)
      throw clientError(`Invalid 'containerPort' setting for container '${name}'.`);
  if (healthCheck && (healthCheck.command ?? []).length === 0)
    throw clientError('HealthCheck command should not be null or empty.');
}

/**
 * The messages are ECS's own, quotation marks included: aws/amazon-ecs-cli#1145, klothoplatform/klotho#892, aws/amazon-ecs-cli#982,
 * aws-games/cloud-game-development-toolkit#737.
 */
function assertFargate({ networkMode, cpu, memory }: sdk.RegisterTaskDefinitionRequest): void {
  if (networkMode !== 'awsvpc') throw clientError('Fargate only supports network mode ‘awsvpc’.');
  if (cpu === undefined) throw clientError("Fargate requires that 'cpu' be defined at the task level.");
  if (memory === undefined) throw clientError("Fargate requires that 'memory' be defined at the task level.");
  // "1 vCPU" and "2 GB" are taken as well: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
  const units = amount('cpu', cpu, 'vcpu');
  const size = amount('memory', memory, 'gb');
  if (!FARGATE[units]?.(size))
    throw clientError(
      `No Fargate configuration exists for given values: ${units} CPU, ${size} memory. See the Amazon ECS documentation for the valid values.`,
    );
}

/** The message is ECS's own, of `cpu`: oranmoshai/ecsServiceRestart#2. */
function amount(name: 'cpu' | 'memory', given: string, unit: string): number {
  const [, number, named] = /^([\d.]+)\s*([a-z]*)$/i.exec(given) ?? [];
  if (number === undefined) throw invalidParameter(`Invalid '${name}' setting for task.`);
  return named?.toLowerCase() === unit ? Number(number) * 1024 : Number(number);
}
