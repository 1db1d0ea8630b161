#!/usr/bin/env bash
# Deploys functions as it is usually done with the AWS CLI: deploy.sh FUNCTION...
# Beside it lie FUNCTION.zip, the new code, and event.json, what a smoke check sends.
set -euo pipefail

# Older releases of the AWS CLI know no AWS_ENDPOINT_URL; against AWS itself this line is not there.
aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }

smoke() {
  local failed
  failed=$(aws lambda invoke --function-name "$1" --payload fileb://event.json \
    --query FunctionError --output text answer.json)
  [[ $failed == None ]] && grep -q '"statusCode":200' answer.json
}

for name in "$@"; do
  aws lambda update-function-code --function-name "$name" --zip-file "fileb://$name.zip" >/dev/null
  aws lambda wait function-updated --function-name "$name"
  smoke "$name"
  smoke "$name"
  version=$(aws lambda publish-version --function-name "$name" --query Version --output text)
  aws lambda update-alias --function-name "$name" --name live --function-version "$version" >/dev/null
  echo "$name is on version $version"
done
