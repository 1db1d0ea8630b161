# What the workflow may do: in each account a role that deploys, and in staging's another one that builds.

variable "promotes_from" {
  description = "ARN of the repository of the environment before; none of the first one, where images are built"
  default     = null
}

data "aws_iam_openid_connect_provider" "github" {
  url = "https://token.actions.githubusercontent.com"
}

locals {
  subjects = merge(
    { deploy = ["repo:octo/recommendations:environment:${var.environment}", "repo:octo@*/recommendations@*:environment:${var.environment}"] },
    # On main alone: what a branch proposes must not get into the registry that staging runs from.
    var.promotes_from != null ? {} : { build = ["repo:octo/recommendations:ref:refs/heads/main", "repo:octo@*/recommendations@*:ref:refs/heads/main"] },
  )

  look = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:DescribeImages"]
  push = ["ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"]

  # From the READMEs of lambda-promote, lambda-rollback, image-promote and image-tag.
  statements = {
    deploy = [
      {
        Effect = "Allow"
        Action = [
          "lambda:GetFunction",
          "lambda:UpdateFunctionCode",
          "lambda:PublishVersion",
          "lambda:ListAliases",
          "lambda:GetAlias",
          "lambda:CreateAlias",
          "lambda:UpdateAlias",
          "lambda:InvokeFunction",
          "lambda:GetProvisionedConcurrencyConfig",
          "lambda:GetRuntimeManagementConfig",
          "lambda:ListFunctionUrlConfigs",
          "lambda:GetPolicy",
          "lambda:ListVersionsByFunction",
        ]
        Resource = flatten([for function in aws_lambda_function.recommendations : [function.arn, "${function.arn}:*"]])
      },
      {
        Effect = "Allow"
        Action = [
          "lambda:ListEventSourceMappings",
          "cloudwatch:DescribeAlarms",
          "cloudwatch:DescribeAlarmHistory",
          "cloudwatch:GetMetricData",
          "ecr:GetAuthorizationToken",
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = concat(local.look, ["ecr:StartLifecyclePolicyPreview", "ecr:GetLifecyclePolicyPreview"])
        Resource = concat(var.promotes_from[*], [aws_ecr_repository.images.arn])
      },
      {
        Effect   = "Allow"
        Action   = concat(local.push, ["ecr:DescribeRepositories"])
        Resource = [aws_ecr_repository.images.arn]
      },
    ]
    build = [
      { Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = "*" },
      {
        Effect   = "Allow"
        Action   = concat(local.look, local.push, ["ecr:DescribeRepositories"])
        Resource = aws_ecr_repository.images.arn
      },
    ]
  }
}

resource "aws_iam_role" "workflow" {
  for_each = local.subjects

  name = "${each.key}-recommendations"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = data.aws_iam_openid_connect_provider.github.arn }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = each.value }
      }
    }]
  })
}

resource "aws_iam_role_policy" "workflow" {
  for_each = aws_iam_role.workflow

  name   = each.key
  role   = each.value.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements[each.key] })
}
