# With `pointer = "key-value-store"`: a store and a function for each site. The key `release` of a store says which release its site serves.
# The actions write it, and nothing here does: `aws_cloudfrontkeyvaluestore_keys_exclusive` would delete it.

locals {
  stored = var.pointer == "key-value-store" ? local.sites : toset([])

  store    = { for site in local.stored : site => aws_cloudfront_key_value_store.pointer[site].arn }
  function = { for site in local.stored : site => aws_cloudfront_function.site[site].arn }

  read  = ["cloudfront-keyvaluestore:DescribeKeyValueStore", "cloudfront-keyvaluestore:GetKey"]
  write = concat(local.read, ["cloudfront-keyvaluestore:PutKey"])

  # What each action may do besides what `policies.tf` says.
  reads_of  = { frontend-check = ["test", "app"], frontend-stage = ["app"], frontend-promote = ["test"], frontend-rollback = [] }
  writes_of = { frontend-check = [], frontend-stage = ["test"], frontend-promote = ["app"], frontend-rollback = ["app"] }
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

data "aws_iam_policy_document" "store" {
  for_each = length(local.stored) > 0 ? local.subjects : {}

  statement {
    sid       = "FindStores"
    actions   = ["cloudfront:DescribeFunction", "cloudfront:GetFunction"]
    resources = each.key == "frontend-rollback" ? [local.function["app"]] : values(local.function)
  }

  dynamic "statement" {
    for_each = each.key == "frontend-check" ? [] : [1]

    content {
      sid       = "ShareFiles"
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = ["${aws_s3_bucket.releases.arn}/assets/*"]
    }
  }

  dynamic "statement" {
    for_each = length(local.reads_of[each.key]) > 0 ? [1] : []

    content {
      sid       = "ReadPointers"
      actions   = local.read
      resources = [for site in local.reads_of[each.key] : local.store[site]]
    }
  }

  dynamic "statement" {
    for_each = length(local.writes_of[each.key]) > 0 ? [1] : []

    content {
      sid       = "MovePointer"
      actions   = local.write
      resources = [for site in local.writes_of[each.key] : local.store[site]]
    }
  }
}

resource "aws_iam_role_policy" "store" {
  for_each = data.aws_iam_policy_document.store

  name   = "store"
  role   = aws_iam_role.action[each.key].id
  policy = each.value.json
}
