// What functions in Python need of the modules that the others share. The build of the image runs it, and keeps what it prints:
//
//     node python/shared.mjs > shared.json

import { format } from '../src/entries.mjs';
import { release } from '../src/release.mjs';

process.stdout.write(JSON.stringify({ format, release }));
