// `npm run bundle`: every action's dist/, rebuilt where its sources changed.
import { bundleActions, describeBundle } from '../bundles.ts';
import { root } from '../root.ts';

try {
  const bundles = await bundleActions(root);
  if (bundles.length === 0) console.log('There is no action with a src/main.ts yet.');
  for (const bundle of bundles) console.log(describeBundle(bundle));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
