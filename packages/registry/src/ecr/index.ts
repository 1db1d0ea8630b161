export type { EcrImage } from './ecr.ts';
export { findInEcr } from './images.ts';
