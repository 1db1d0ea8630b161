export { type Bundle, bundleActions, describeBundle } from './bundles.ts';
export { actionNames, root } from './root.ts';
