// Loads what the action loads on demand. In a simulation nothing may be waited for but requests and sleeps, and a module that
// is there already takes neither.
import '@actions-aws/registry';
import '@actions-aws/registry/ecr';
import '@aws-sdk/client-ecr';
import '../../src/images.ts';
