# What the workflow's variables are.

output "bucket" {
  value = aws_s3_bucket.releases.bucket
}

output "distributions" {
  value = { for name, site in aws_cloudfront_distribution.site : name => site.id }
}

output "urls" {
  description = "Where the sites answer; point the domains there by an alias record, or a CNAME."
  value       = { for name, site in aws_cloudfront_distribution.site : name => "https://${site.domain_name}" }
}

output "roles" {
  value = { for action, role in aws_iam_role.action : action => role.arn }
}
