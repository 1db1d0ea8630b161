import './loaded.ts';
import { deployer as deploys } from '@actions-aws/testing';
import { inputs, outputs } from '../../src/inputs/inputs.ts';
import { main } from '../../src/wiring.ts';

/** What ships, in this process, with clients of its own. */
export const deployer = deploys({ inputs, outputs, main: (run, connect) => main(run, connect, () => connect) });
