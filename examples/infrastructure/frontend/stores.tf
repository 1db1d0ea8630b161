# With `pointer = "key-value-store"`: a store and a function for each site. The key `release` of a store says which release its site serves.
# The actions write it, and nothing here does: `aws_cloudfrontkeyvaluestore_keys_exclusive` would delete it.

locals {
  stored = var.pointer == "key-value-store" ? local.sites : toset([])
}

resource "aws_cloudfront_key_value_store" "pointer" {
  for_each = local.stored

  name    = "${var.bucket}-${each.key}"
  comment = "Which release ${each.key} serves"
}

resource "aws_cloudfront_function" "site" {
  for_each = local.stored

  name                         = "${var.bucket}-${each.key}"
  comment                      = "Looks each path up in the release that the store names"
  runtime                      = "cloudfront-js-2.0"
  code                         = file("${path.module}/site.js")
  publish                      = true
  key_value_store_associations = [aws_cloudfront_key_value_store.pointer[each.key].arn]
}

# The policies of the READMEs "under a key value store": a statement takes the place of the one in `policies.tf` that has its name, so that no
# role may write to a distribution.

data "aws_iam_policy_document" "frontend_check_store" {
  count = length(local.stored) > 0 ? 1 : 0

  source_policy_documents = [data.aws_iam_policy_document.frontend_check.json]

  statement {
    sid       = "ReadFunctions"
    actions   = ["cloudfront:DescribeFunction", "cloudfront:GetFunction"]
    resources = [aws_cloudfront_function.site["test"].arn, aws_cloudfront_function.site["app"].arn]
  }

  statement {
    sid       = "ReadPointers"
    actions   = ["cloudfront-keyvaluestore:DescribeKeyValueStore", "cloudfront-keyvaluestore:GetKey"]
    resources = [aws_cloudfront_key_value_store.pointer["test"].arn, aws_cloudfront_key_value_store.pointer["app"].arn]
  }
}

data "aws_iam_policy_document" "frontend_promote_store" {
  count = length(local.stored) > 0 ? 1 : 0

  source_policy_documents = [data.aws_iam_policy_document.frontend_promote.json]

  statement {
    sid       = "FindStores"
    actions   = ["cloudfront:DescribeFunction", "cloudfront:GetFunction"]
    resources = [aws_cloudfront_function.site["test"].arn, aws_cloudfront_function.site["app"].arn]
  }

  statement {
    sid       = "ReadPointers"
    actions   = ["cloudfront-keyvaluestore:DescribeKeyValueStore", "cloudfront-keyvaluestore:GetKey"]
    resources = [aws_cloudfront_key_value_store.pointer["test"].arn, aws_cloudfront_key_value_store.pointer["app"].arn]
  }

  statement {
    sid       = "ShareFiles"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.releases.arn}/assets/*"]
  }

  statement {
    sid       = "MoveApp"
    actions   = ["cloudfront-keyvaluestore:PutKey"]
    resources = [aws_cloudfront_key_value_store.pointer["app"].arn]
  }
}

data "aws_iam_policy_document" "frontend_rollback_store" {
  count = length(local.stored) > 0 ? 1 : 0

  source_policy_documents = [data.aws_iam_policy_document.frontend_rollback.json]

  statement {
    sid       = "ReadApp"
    actions   = ["cloudfront:GetDistribution"]
    resources = [local.app]
  }

  statement {
    sid       = "FindStore"
    actions   = ["cloudfront:DescribeFunction"]
    resources = [aws_cloudfront_function.site["app"].arn]
  }

  statement {
    sid = "MoveApp"
    actions = [
      "cloudfront-keyvaluestore:DescribeKeyValueStore",
      "cloudfront-keyvaluestore:GetKey",
      "cloudfront-keyvaluestore:PutKey",
    ]
    resources = [aws_cloudfront_key_value_store.pointer["app"].arn]
  }

  statement {
    sid       = "ShareFiles"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.releases.arn}/assets/*"]
  }
}

data "aws_iam_policy_document" "frontend_stage_store" {
  count = length(local.stored) > 0 ? 1 : 0

  source_policy_documents = [data.aws_iam_policy_document.frontend_stage.json]

  statement {
    sid       = "FindStores"
    actions   = ["cloudfront:DescribeFunction", "cloudfront:GetFunction"]
    resources = [aws_cloudfront_function.site["test"].arn, aws_cloudfront_function.site["app"].arn]
  }

  statement {
    sid       = "ReadPointers"
    actions   = ["cloudfront-keyvaluestore:DescribeKeyValueStore", "cloudfront-keyvaluestore:GetKey"]
    resources = [aws_cloudfront_key_value_store.pointer["test"].arn, aws_cloudfront_key_value_store.pointer["app"].arn]
  }

  statement {
    sid       = "ShareFiles"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.releases.arn}/assets/*"]
  }

  statement {
    sid       = "MoveTest"
    actions   = ["cloudfront-keyvaluestore:PutKey"]
    resources = [aws_cloudfront_key_value_store.pointer["test"].arn]
  }
}
