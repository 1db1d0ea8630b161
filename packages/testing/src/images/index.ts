export {
  type BuiltImage,
  buildImage,
  buildIndex,
  buildReferrer,
  digestOf,
  type ImageContents,
  MEDIA_TYPES,
  type Piece,
  type ReferrerContents,
} from './image.ts';
export { type PushedImage, pushImage, pushTo, type RegistryAddress, type RegistryOwner } from './push.ts';
export {
  type Behaviour,
  type CameIn,
  type Held,
  REGISTRY_AUTHORITY,
  type RegistryStub,
  startRegistryStub,
} from './registry-stub.ts';
export { type Entry, type Files, tarOf } from './tar.ts';
