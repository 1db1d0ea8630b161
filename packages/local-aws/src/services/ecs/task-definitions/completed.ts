import { given } from '../place.ts';
import type { Document } from '../state.ts';

type Documents = readonly Record<string, unknown>[];

/**
 * A task definition with what AWS adds to it: empty lists, protocols, host ports, and what it can run on. As DescribeTaskDefinition
 * answers it in https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html#API_DescribeTaskDefinition_Examples.
 */
export function completed(settings: Document): Document {
  const network = settings.networkMode as string | undefined;
  const containers = (settings.containerDefinitions ?? []) as Documents;
  const required = (settings.requiresCompatibilities ?? []) as readonly string[];
  return given({
    volumes: [],
    placementConstraints: [],
    ...settings,
    containerDefinitions: containers.map((container) => completedContainer(container, network)),
    compatibilities: [...new Set(['EC2', ...required])],
    requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }],
  });
}

function completedContainer(container: Record<string, unknown>, network: string | undefined): Document {
  const ports = (container.portMappings ?? []) as Documents;
  const hostPort = (port: Record<string, unknown>) => (network === 'awsvpc' ? port.containerPort : 0);
  return {
    cpu: 0,
    essential: true,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    ...container,
    portMappings: ports.map((port) => ({ hostPort: hostPort(port), protocol: 'tcp', ...port })),
  };
}
