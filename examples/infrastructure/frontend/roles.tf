# A role for each action, which may do what its README says, and no more. Who takes it is said by the subject of the workflow's token: that
# of a job with an environment names the environment, that of any other the branch. So a branch's own workflow can stage at most where
# `main` may, and only jobs of the environment `production` move what users get.

data "aws_iam_openid_connect_provider" "github" {
  url = "https://token.actions.githubusercontent.com"
}

locals {
  repositories = compact([var.repository, var.immutable_repository])

  subjects = {
    frontend-check    = ["ref:refs/heads/main"]
    frontend-stage    = ["ref:refs/heads/main"]
    frontend-promote  = ["environment:production"]
    frontend-rollback = ["environment:production"]
  }

  test = aws_cloudfront_distribution.site["test"].arn
  app  = aws_cloudfront_distribution.site["app"].arn
}

resource "aws_iam_role" "action" {
  for_each = local.subjects

  name               = "${each.key}-${var.bucket}"
  assume_role_policy = data.aws_iam_policy_document.workflow[each.key].json

  # A promotion waits for CloudFront twice, for the configuration and for the invalidation, and may have to go back.
  max_session_duration = 7200
}

data "aws_iam_policy_document" "workflow" {
  for_each = local.subjects

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [data.aws_iam_openid_connect_provider.github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = [for pair in setproduct(local.repositories, each.value) : "repo:${pair[0]}:${pair[1]}"]
    }
  }
}

resource "aws_iam_role_policy" "action" {
  for_each = local.policies

  name   = each.key
  role   = aws_iam_role.action[each.key].id
  policy = each.value
}
