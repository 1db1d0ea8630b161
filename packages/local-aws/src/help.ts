/** What `--help` prints, and what stands below an error: all that a client needs to begin. A test tries what it says. */
export const help = `usage: npm run local-aws -- [--port 4566] [--time-scale 1]

An AWS on this machine, on 127.0.0.1 alone, until it is told to stop; nothing is kept after that. Port 0 takes a free one; with
a time scale of 10 its clock runs ten times as fast as yours.

  services     Lambda, S3, STS, ECR with its registry, CloudFront with its edges and key value stores, Elastic Load Balancing
               with its listeners, ECS with its service deployments, CloudWatch (metrics and alarms), CloudWatch Logs; an
               operation that is missing answers 501
  runtimes     nodejs…: functions run on the Node of this command; python3…: on the python3 of this machine's PATH; images
               with Node or Python on the same, without a container engine; other runtimes are kept, and not run
  registry     images are 127.0.0.1:4566/REPOSITORY:TAG, for user AWS with what 'aws ecr get-login-password' prints
  region       any, and a client has to name one; each has functions of its own
  credentials  any access key and secret; an access key of twelve digits is an account, all others are of 123456789012

In another terminal:

  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
  export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1   # for SDKs
  aws --endpoint-url http://127.0.0.1:4566 --region eu-west-1 lambda create-function --function-name hello --runtime nodejs24.x --handler index.handler --role arn:aws:iam::123456789012:role/hello --zip-file fileb://hello.zip`;
