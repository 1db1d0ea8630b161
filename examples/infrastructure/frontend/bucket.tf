# One bucket for both sites: a build is uploaded once, and the very bytes that were proved on TEST are what APP serves. No object in it
# is ever replaced, so that it needs no versions; nor may a lifecycle rule delete by age, since what is live can be old.

resource "aws_s3_bucket" "releases" {
  bucket = var.bucket

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "releases" {
  bucket = aws_s3_bucket.releases.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "releases" {
  bucket = aws_s3_bucket.releases.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# The two distributions read, and do not list: a missing file is a 403, of which their error page makes a 404.
data "aws_iam_policy_document" "readers" {
  statement {
    sid       = "Sites"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.releases.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [for site in aws_cloudfront_distribution.site : site.arn]
    }
  }
}

resource "aws_s3_bucket_policy" "releases" {
  bucket = aws_s3_bucket.releases.id
  policy = data.aws_iam_policy_document.readers.json
}
