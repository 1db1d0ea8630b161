// `npm run check`: what can be said of the source without running it.
import { checks, runChecks } from '../checks.ts';
import { root } from '../root.ts';

const { failed } = await runChecks(root, checks);
process.exitCode = failed > 0 ? 1 : 0;
