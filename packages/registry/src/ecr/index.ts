export type { EcrImage } from './ecr.ts';
export { findInEcr } from './images.ts';
export { awsKeptImages, type Kept, type KeptImages } from './kept-images.ts';
