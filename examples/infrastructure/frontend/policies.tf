# The policies of the actions' READMEs, statement by statement, for these sites alone, with the pointer in the origin's path; `stores.tf` has what
# is otherwise under a store. Where functions of your own run on sites by the origin path, frontend-check needs `cloudfront:DescribeFunction`
# and `cloudfront:GetFunction` as well.

locals {
  policies = {
    frontend-check    = var.pointer == "origin-path" ? data.aws_iam_policy_document.frontend_check.json : data.aws_iam_policy_document.frontend_check_store[0].json
    frontend-promote  = var.pointer == "origin-path" ? data.aws_iam_policy_document.frontend_promote.json : data.aws_iam_policy_document.frontend_promote_store[0].json
    frontend-rollback = var.pointer == "origin-path" ? data.aws_iam_policy_document.frontend_rollback.json : data.aws_iam_policy_document.frontend_rollback_store[0].json
    frontend-stage    = var.pointer == "origin-path" ? data.aws_iam_policy_document.frontend_stage.json : data.aws_iam_policy_document.frontend_stage_store[0].json
  }
}

data "aws_iam_policy_document" "frontend_check" {
  statement {
    sid       = "ReadSites"
    actions   = ["cloudfront:GetDistribution"]
    resources = [local.test, local.app]
  }

  statement {
    sid = "ReadPolicies"
    actions = [
      "cloudfront:GetOriginAccessControl",
      "cloudfront:GetCachePolicy",
      "cloudfront:GetOriginRequestPolicy",
      "cloudfront:GetResponseHeadersPolicy",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "ReadBucket"
    actions   = ["s3:ListBucket", "s3:GetBucketPolicy"]
    resources = [aws_s3_bucket.releases.arn]
  }

  statement {
    sid       = "ReadReleases"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.releases.arn}/r/*"]
  }
}

data "aws_iam_policy_document" "frontend_promote" {
  statement {
    sid       = "ReadSites"
    actions   = ["cloudfront:GetDistribution"]
    resources = [local.test, local.app]
  }

  statement {
    sid = "MoveApp"
    actions = [
      "cloudfront:UpdateDistribution",
      "cloudfront:CreateInvalidation",
      "cloudfront:GetInvalidation",
      "cloudfront:ListInvalidations",
    ]
    resources = [local.app]
  }

  statement {
    sid = "ReadPolicies"
    actions = [
      "cloudfront:GetOriginAccessControl",
      "cloudfront:GetCachePolicy",
      "cloudfront:GetOriginRequestPolicy",
      "cloudfront:GetResponseHeadersPolicy",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "ReadBucket"
    actions   = ["s3:ListBucket", "s3:GetBucketPolicy"]
    resources = [aws_s3_bucket.releases.arn]
  }

  statement {
    sid       = "CarryFiles"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.releases.arn}/r/*"]
  }

  statement {
    sid       = "NoteMoves"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.releases.arn}/history/${aws_cloudfront_distribution.site["app"].id}/*"]
  }
}

data "aws_iam_policy_document" "frontend_rollback" {
  statement {
    sid = "MoveApp"
    actions = [
      "cloudfront:GetDistribution",
      "cloudfront:UpdateDistribution",
      "cloudfront:CreateInvalidation",
      "cloudfront:GetInvalidation",
      "cloudfront:ListInvalidations",
    ]
    resources = [local.app]
  }

  statement {
    sid       = "ListReleases"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.releases.arn]
  }

  statement {
    sid       = "CarryFiles"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.releases.arn}/r/*"]
  }

  statement {
    sid       = "NoteMoves"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.releases.arn}/history/${aws_cloudfront_distribution.site["app"].id}/*"]
  }
}

data "aws_iam_policy_document" "frontend_stage" {
  statement {
    sid       = "ReadSites"
    actions   = ["cloudfront:GetDistribution"]
    resources = [local.test, local.app]
  }

  statement {
    sid = "ReadPolicies"
    actions = [
      "cloudfront:GetOriginAccessControl",
      "cloudfront:GetCachePolicy",
      "cloudfront:GetOriginRequestPolicy",
      "cloudfront:GetResponseHeadersPolicy",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "ReadBucket"
    actions   = ["s3:ListBucket", "s3:GetBucketPolicy"]
    resources = [aws_s3_bucket.releases.arn]
  }

  statement {
    sid       = "WriteReleases"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.releases.arn}/r/*"]
  }

  statement {
    sid       = "NoteMovesOfTest"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.releases.arn}/history/${aws_cloudfront_distribution.site["test"].id}/*"]
  }

  statement {
    sid       = "MoveTest"
    actions   = ["cloudfront:UpdateDistribution", "cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"]
    resources = [local.test]
  }
}
