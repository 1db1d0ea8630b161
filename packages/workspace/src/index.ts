export { type Bundle, bundleActions, describeBundle, type PackageName } from './bundles.ts';
export { findNpx } from './npx.mjs';
export { actionNames, root } from './root.ts';
