import path from 'node:path';
import { addPath, input, introduce, output, warn } from '../runner.mjs';

introduce('uses the Node that is there');
const [major] = process.versions.node.split('.');
const wanted = input('node-version');
if (/^v?\d+/.test(wanted) && /^v?(\d+)/.exec(wanted)[1] !== major)
  warn(`node-version: ${wanted} is asked for, and Node ${process.versions.node} is used.`);
addPath(path.dirname(process.execPath));
output('node-version', `v${process.versions.node}`);
output('cache-hit', 'false');
console.log(`Node ${process.versions.node}`);
