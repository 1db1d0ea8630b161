export type { Pointer, PointerContent, PointerKind, SitePointer, Swap } from './pointer/pointer.ts';
export type { CarriedFile, FileHeaders, Manifest, ReleaseFile } from './release/manifest.ts';
