# What infrastructure code keeps of an environment: everything but the code of its functions, and where `live` points. Those two
# belong to deployments. Applied once for each account: `terraform apply -var environment=staging -var promoted_by=…`.

variable "environment" {
  description = "staging or production; also the tag that moves to what the environment has"
}

variable "promoted_by" {
  description = "ARN of the role that carries images from here to the next environment; none of the last one"
  default     = null
}

locals {
  # One image for both: which of its modules a function starts is told by its command.
  commands = {
    recommend  = "recommend.handler"
    newsletter = "newsletter.handler"
  }
}

# A name means one image for ever, but for that of the environment.
resource "aws_ecr_repository" "images" {
  name                 = "recommendations"
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = var.environment
    filter_type = "WILDCARD"
  }
}

resource "aws_ecr_repository_policy" "images" {
  repository = aws_ecr_repository.images.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "LambdaPulls"
        Effect    = "Allow"
        Principal = { Service = "lambda.amazonaws.com" }
        Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      }],
      # From the README of image-promote.
      [for role in var.promoted_by[*] : {
        Sid       = "PromotesFromHere"
        Effect    = "Allow"
        Principal = { AWS = role }
        Action = [
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
          "ecr:DescribeImages",
          "ecr:StartLifecyclePolicyPreview",
          "ecr:GetLifecyclePolicyPreview",
        ]
      }],
    )
  })
}

resource "aws_lambda_function" "recommendations" {
  for_each = local.commands

  function_name = each.key
  role          = aws_iam_role.recommendations.arn
  package_type  = "Image"
  architectures = ["x86_64"]
  memory_size   = 128
  timeout       = 5

  # Only ever runs until the first promotion; the README says how it comes there. Published, because an alias that lambda-promote may
  # move points to a version.
  image_uri = "${aws_ecr_repository.images.repository_url}:placeholder"
  publish   = true

  image_config {
    command = [each.value]
  }

  lifecycle {
    ignore_changes = [image_uri]
  }
}

# The API, and every other caller of a function, refers to this alias and never to the function itself.
resource "aws_lambda_alias" "live" {
  for_each = aws_lambda_function.recommendations

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

resource "aws_iam_role" "recommendations" {
  name = "recommendations"

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
  role       = aws_iam_role.recommendations.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
