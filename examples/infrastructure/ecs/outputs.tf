# What the workflow's variables are.

output "cluster" {
  value = aws_ecs_cluster.this.name
}

output "images" {
  description = "The repository of each service's images."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}

output "urls" {
  description = "Where users and tests come in."
  value       = { for name in keys(local.services) : name => { production = "https://${var.domains[name]}", test = "https://${var.domains[name]}:8443" } }
}

output "alarms" {
  value = { for name, alarm in aws_cloudwatch_metric_alarm.errors : name => alarm.alarm_name }
}

output "roles" {
  value = { for key, role in aws_iam_role.action : key => role.arn }
}
