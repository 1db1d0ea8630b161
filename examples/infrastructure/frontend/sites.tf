# TEST and APP, from one block: what is proved on the one says something of the other only as long as they are alike.

locals {
  sites = toset(["test", "app"])

  # No release yet, and no folder of that name. With an empty path a visitor could ask for any release by its own, `/r/…`, before the
  # first promotion.
  # Under a store it is empty: the function puts every path below a release, and serves nothing before the first one.
  unreleased = { for site in local.sites : site => var.pointer == "origin-path" ? "/unreleased/${site}" : "" }
}

resource "aws_cloudfront_origin_access_control" "releases" {
  name                              = var.bucket
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# How long a file is kept is said by the file: frontend-stage gives each its Cache-Control. Any minimum would keep pages that say
# `no-cache`.
resource "aws_cloudfront_cache_policy" "releases" {
  name        = var.bucket
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_response_headers_policy" "releases" {
  name = var.bucket

  security_headers_config {
    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "strict-origin-when-cross-origin"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = 31536000
      override                   = true
    }
  }
}

resource "aws_cloudfront_distribution" "site" {
  for_each = local.sites

  comment             = "Storefront, ${each.key}"
  enabled             = true
  aliases             = var.aliases[each.key]
  default_root_object = "index.html"
  http_version        = "http2and3"
  is_ipv6_enabled     = true

  origin {
    origin_id                = "releases"
    domain_name              = aws_s3_bucket.releases.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.releases.id
    origin_path              = local.unreleased[each.key]
  }

  # What releases share: an origin that leads there alone, by any path.
  dynamic "origin" {
    for_each = var.pointer == "key-value-store" ? [1] : []

    content {
      origin_id                = "assets"
      domain_name              = aws_s3_bucket.releases.bucket_regional_domain_name
      origin_access_control_id = aws_cloudfront_origin_access_control.releases.id
      origin_path              = "/assets"
    }
  }

  default_cache_behavior {
    target_origin_id           = "releases"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.releases.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.releases.id

    # Both events: the second one gives the page for what is missing its status.
    dynamic "function_association" {
      for_each = contains(local.stored, each.key) ? ["viewer-request", "viewer-response"] : []

      content {
        event_type   = function_association.value
        function_arn = local.function[each.key]
      }
    }
  }

  # Hashed files without the function, so that they are there for open tabs although the store cannot be read. A pattern must fit hashed
  # files alone; what none of them fits the function finds.
  dynamic "ordered_cache_behavior" {
    for_each = var.pointer == "key-value-store" ? var.assets : []

    content {
      path_pattern               = ordered_cache_behavior.value
      target_origin_id           = "assets"
      viewer_protocol_policy     = "redirect-to-https"
      allowed_methods            = ["GET", "HEAD"]
      cached_methods             = ["GET", "HEAD"]
      compress                   = true
      cache_policy_id            = aws_cloudfront_cache_policy.releases.id
      response_headers_policy_id = aws_cloudfront_response_headers_policy.releases.id
    }
  }

  # The release's own page, and the true status: one that turns into 200 would make a page of a missing script.
  # The function of a store finds that page itself, and no function runs for the page of an error.
  dynamic "custom_error_response" {
    for_each = var.pointer == "origin-path" ? [1] : []

    content {
      error_code            = 403
      response_code         = 404
      response_page_path    = "/404.html"
      error_caching_min_ttl = 10
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.certificate_arn == null
    acm_certificate_arn            = var.certificate_arn
    ssl_support_method             = var.certificate_arn == null ? null : "sni-only"
    minimum_protocol_version       = var.certificate_arn == null ? null : "TLSv1.2_2021"
  }

  lifecycle {
    # The pointer: the origin's path says which release is served, and the comment who wrote it. Terraform cannot name one
    # argument of an origin, since origins are a set; the README says what to do when another one of them has to change.
    ignore_changes = [origin, comment]
  }
}
