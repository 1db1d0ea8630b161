# What infrastructure code keeps of the functions: everything but their code, and where `live` points. Those two belong to
# deployments. Without `ignore_changes`, the next `terraform apply` would undo the last promotion.

locals {
  # One package for all three: which of its modules runs is up to the handler.
  handlers = {
    search-api       = "index.handler"
    search-indexer   = "indexer.handler"
    search-scheduler = "scheduler.handler"
  }
}

resource "aws_lambda_function" "search" {
  for_each = local.handlers

  function_name = each.key
  role          = aws_iam_role.search.arn
  runtime       = "nodejs24.x"
  handler       = each.value
  memory_size   = 128
  timeout       = 5

  # Only ever runs until the first promotion. Published, because an alias that lambda-promote may move points to a version.
  filename = data.archive_file.placeholder.output_path
  publish  = true

  lifecycle {
    ignore_changes = [filename, source_code_hash]
  }
}

# The API, and every other caller of a function, refers to this alias and never to the function itself.
resource "aws_lambda_alias" "live" {
  for_each = aws_lambda_function.search

  name             = "live"
  function_name    = each.value.function_name
  function_version = each.value.version

  lifecycle {
    ignore_changes = [function_version, routing_config, description]
  }
}

# What tells a canary that users meet errors: those of the alias, whichever of its two versions answered.
resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = aws_lambda_alias.live

  alarm_name          = "${each.key}-errors"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  # A minute without a request is no error.
  treat_missing_data = "notBreaching"

  dimensions = {
    FunctionName = each.key
    Resource     = "${each.key}:live"
  }
}

data "archive_file" "placeholder" {
  type        = "zip"
  output_path = "${path.module}/.terraform/placeholder.zip"

  dynamic "source" {
    for_each = toset(["index.mjs", "indexer.mjs", "scheduler.mjs"])

    content {
      filename = source.value
      content  = "export const handler = async () => ({ statusCode: 503, body: 'Nothing was promoted yet.' });"
    }
  }
}

resource "aws_iam_role" "search" {
  name = "search"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.search.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

# The images of the nightly job. A name means one image for ever, but for that of the branch.
resource "aws_ecr_repository" "loader" {
  name                 = "search-loader"
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "main"
    filter_type = "WILDCARD"
  }
}
