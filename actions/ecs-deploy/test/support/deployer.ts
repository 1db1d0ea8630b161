import { deployer as deploys } from '@actions-aws/testing';
import { inputs, outputs } from '../../src/inputs/inputs.ts';
import { main, post } from '../../src/wiring.ts';

/** What ships, in this process, with clients of its own. */
export const deployer = deploys({ inputs, outputs, main, post });
