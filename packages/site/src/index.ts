export { COMMENT_LIMIT, charactersToFree, readComment, writeComment } from './pointer/comment.ts';
export { backTo, movingTo } from './pointer/marks.ts';
export { originPath, pathOf, UncertainPointerError } from './pointer/origin-path.ts';
export type { Pointer, PointerContent, PointerKind, SitePointer, Swap } from './pointer/pointer.ts';
export { configurationIn, edited, type RawConfiguration } from './pointer/raw-distribution.ts';
export { receiving, sending } from './pointer/raw-middleware.ts';
export { referenceOf } from './pointer/spread.ts';
export { type Staged, stagedBy, stagedRelease, stagedText } from './pointer/staged.ts';
export type { CarriedFile, FileHeaders, Manifest, ReleaseFile } from './release/manifest.ts';
