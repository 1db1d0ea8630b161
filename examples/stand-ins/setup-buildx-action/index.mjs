import { input, introduce, output } from '../runner.mjs';

introduce('there is no builder here, and none is needed');
output('name', input('name') || 'stand-in');
output('driver', input('driver'));
output('platforms', `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`);
