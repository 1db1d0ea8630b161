export { type Bundle, bundleActions, describeBundle, type PackageName } from './bundles.ts';
export { actionNames, root } from './root.ts';
