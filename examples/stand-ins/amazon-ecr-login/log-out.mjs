import { rmSync } from 'node:fs';

const file = process.env.STATE_config;
if (file) {
  rmSync(file, { force: true });
  console.log('Logged out of the registry.');
}
