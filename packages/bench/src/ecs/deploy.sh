#!/usr/bin/env bash
# Deploys a service as it is usually done with the AWS CLI: deploy.sh CLUSTER SERVICE
# Beside it lies task-definition.json, as RegisterTaskDefinition takes it.
set -euo pipefail

# Older releases of the AWS CLI know no AWS_ENDPOINT_URL; against AWS itself this line is not there.
aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }

arn=$(aws ecs register-task-definition --cli-input-json file://task-definition.json \
  --query taskDefinition.taskDefinitionArn --output text)
aws ecs update-service --cluster "$1" --service "$2" --task-definition "$arn" >/dev/null
aws ecs wait services-stable --cluster "$1" --services "$2"
echo "$2 is on $arn"
