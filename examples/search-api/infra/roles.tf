# What the workflow may do, a role for each kind of job. Their subjects say which: that of a job with an environment names the
# environment, and that of any other the branch.

data "aws_iam_openid_connect_provider" "github" {
  url = "https://token.actions.githubusercontent.com"
}

locals {
  subjects = {
    # In the environment `production`.
    deploy = ["repo:octo/search:environment:production", "repo:octo@*/search@*:environment:production"]
    # On main, and for releases, whose tags a ruleset protects: what a branch proposes must not be able to push images that
    # main would find.
    build = [
      "repo:octo/search:ref:refs/heads/main",
      "repo:octo/search:ref:refs/tags/v*",
      "repo:octo@*/search@*:ref:refs/heads/main",
      "repo:octo@*/search@*:ref:refs/tags/v*",
    ]
  }
}

resource "aws_iam_role" "workflow" {
  for_each = local.subjects

  name = "${each.key}-search"

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

# From the READMEs of lambda-promote and lambda-rollback.
resource "aws_iam_role_policy" "deploy" {
  name = "deploy"
  role = aws_iam_role.workflow["deploy"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
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
        Resource = flatten([for function in aws_lambda_function.search : [function.arn, "${function.arn}:*"]])
      },
      {
        Effect = "Allow"
        Action = [
          "lambda:ListEventSourceMappings",
          "cloudwatch:DescribeAlarms",
          "cloudwatch:DescribeAlarmHistory",
          "cloudwatch:GetMetricData",
        ]
        Resource = "*"
      },
    ]
  })
}

# The first seven of the repository are from the READMEs of image-tag and image-promote; the others push, and the last gives names.
resource "aws_iam_role_policy" "build" {
  name = "build"
  role = aws_iam_role.workflow["build"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "ecr:GetAuthorizationToken"
        Resource = "*"
      },
      {
        Effect = "Allow"
        Action = [
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
          "ecr:DescribeImages",
          "ecr:ListImages",
          "ecr:DescribeRepositories",
          "ecr:StartLifecyclePolicyPreview",
          "ecr:GetLifecyclePolicyPreview",
          "ecr:BatchCheckLayerAvailability",
          "ecr:InitiateLayerUpload",
          "ecr:UploadLayerPart",
          "ecr:CompleteLayerUpload",
          "ecr:PutImage",
        ]
        Resource = aws_ecr_repository.loader.arn
      },
    ]
  })
}
