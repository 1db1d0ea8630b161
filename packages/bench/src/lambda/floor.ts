// One request of the SDK's Lambda client and nothing of ours: bundled as our actions are, the least that a start can take.
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';

await new LambdaClient({}).send(new GetFunctionCommand({ FunctionName: 'service-01' }));
