import { deployer as deploys } from '@actions-aws/testing';
import { ECRClient } from '@aws-sdk/client-ecr';
import { inputs, outputs } from '../../src/inputs/inputs.ts';
import { main } from '../../src/wiring.ts';

/** What ships, in this process, with connections of its own. */
export const deployer = deploys({
  inputs,
  outputs,
  main: (run, connect, stream) => main(run, { stream, connectEcr: ({ region }) => connect(ECRClient, { region }) }),
});
