export { type RegistryServer, type StartRegistry, startCraneRegistry, startDistribution } from './servers.ts';
