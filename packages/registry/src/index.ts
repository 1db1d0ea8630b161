export type { EcrPlace } from './ecr/place.ts';
export { type ImageName, imageName, parseImageName, showImageName } from './image-name.ts';
export { type Mutability, mayMove } from './mutability.ts';
export { openRegistry, type RegistryOptions } from './open.ts';
export { digestOf, isDigest, isTag } from './references.ts';
export type { Absent, Found, Registry } from './registry.ts';
