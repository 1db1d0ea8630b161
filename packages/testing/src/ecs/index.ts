export { answerPause, deploymentTo, ended } from './deployments.ts';
export { ecsDomain } from './domain.ts';
export {
  addHooks,
  type Balancer,
  isSteady,
  type Listening,
  makeBalancer,
  makeService,
  pauseAt,
  taskDefinitionOf,
} from './infrastructure.ts';
export { type Allowed, complaintsOf, type Look } from './judge.ts';
export { type LeftAlone, wrongWithoutDeployer } from './left-alone.ts';
export { type EcsRace, ecsOracle, isConstantForEcs } from './oracle.ts';
export type { SeenAnswer } from './seen.ts';
export { ALARM, missingImage, type Story, tell } from './stories.ts';
export { type EcsUsers, type EcsUsersOptions, ecsUsers } from './users.ts';
export { type ServiceImage, VERSIONS, type Version, versionIn } from './versions.ts';
export { comeToRest, type EcsView, ecsPointer, ecsView } from './view.ts';
export {
  type ClientSettings,
  type EcsWorld,
  type EcsWorldOptions,
  ecsWorld,
  type Live,
  type Script,
  type Side,
  servingOf,
  type VisitOptions,
} from './world.ts';
