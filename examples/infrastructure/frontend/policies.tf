# The policies of the actions' READMEs, statement by statement, for these sites alone. They have no CloudFront Functions: where yours
# do, frontend-check needs `cloudfront:GetFunction` as well.

locals {
  policies = {
    frontend-check    = data.aws_iam_policy_document.frontend_check.json
    frontend-promote  = data.aws_iam_policy_document.frontend_promote.json
    frontend-rollback = data.aws_iam_policy_document.frontend_rollback.json
    frontend-stage    = data.aws_iam_policy_document.frontend_stage.json
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
    sid       = "MoveApp"
    actions   = ["cloudfront:UpdateDistribution", "cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"]
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
