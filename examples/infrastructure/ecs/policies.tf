# The policies of the actions' READMEs, statement by statement, for these services alone.

locals {
  policies = {
    ecs-deploy   = data.aws_iam_policy_document.ecs_deploy.json
    ecs-rollback = data.aws_iam_policy_document.ecs_rollback.json
  }

  of_services      = [for name in keys(local.services) : "${local.ecs}:service/${var.cluster}/${name}"]
  deployments      = concat(local.of_services, [for name in keys(local.services) : "${local.ecs}:service-deployment/${var.cluster}/${name}/*"])
  revisions        = concat(local.of_services, [for name in keys(local.services) : "${local.ecs}:service-revision/${var.cluster}/${name}/*"])
  task_definitions = [for name in keys(local.services) : "${local.ecs}:task-definition/${name}:*"]
  task_roles       = concat([for role in aws_iam_role.task : role.arn], [for role in aws_iam_role.execution : role.arn])
}

data "aws_iam_policy_document" "ecs_deploy" {
  statement {
    sid       = "DeployService"
    actions   = ["ecs:DescribeServices", "ecs:UpdateService", "ecs:ListServiceDeployments"]
    resources = local.of_services
  }

  statement {
    sid       = "DriveDeployments"
    actions   = ["ecs:DescribeServiceDeployments", "ecs:ContinueServiceDeployment", "ecs:StopServiceDeployment"]
    resources = local.deployments
  }

  statement {
    sid       = "ReadRevisions"
    actions   = ["ecs:DescribeServiceRevisions"]
    resources = local.revisions
  }

  statement {
    sid       = "RegisterTaskDefinitions"
    actions   = ["ecs:RegisterTaskDefinition", "ecs:TagResource"]
    resources = local.task_definitions
  }

  statement {
    sid       = "ReadTaskDefinitions"
    actions   = ["ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitions"]
    resources = ["*"]
  }

  statement {
    sid       = "PassRoles"
    actions   = ["iam:PassRole"]
    resources = local.task_roles

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }

  statement {
    sid = "ReadListeners"
    actions = [
      "elasticloadbalancing:DescribeRules",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTargetGroups",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "FindImages"
    actions   = ["ecr:DescribeImages"]
    resources = [for repository in aws_ecr_repository.this : repository.arn]
  }

  statement {
    sid       = "WatchAlarms"
    actions   = ["cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory"]
    resources = ["*"]
  }

  statement {
    sid       = "ExplainFailures"
    actions   = ["ecs:ListTasks", "ecs:DescribeTasks"]
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [aws_ecs_cluster.this.arn]
    }
  }

  statement {
    sid       = "ReadLastLines"
    actions   = ["logs:GetLogEvents"]
    resources = [for group in aws_cloudwatch_log_group.this : "${group.arn}:log-stream:*"]
  }
}

data "aws_iam_policy_document" "ecs_rollback" {
  statement {
    sid       = "MoveService"
    actions   = ["ecs:DescribeServices", "ecs:UpdateService", "ecs:ListServiceDeployments"]
    resources = local.of_services
  }

  statement {
    sid       = "MoveDeployments"
    actions   = ["ecs:DescribeServiceDeployments", "ecs:ContinueServiceDeployment", "ecs:StopServiceDeployment"]
    resources = local.deployments
  }

  statement {
    sid       = "ReadRevisions"
    actions   = ["ecs:DescribeServiceRevisions"]
    resources = local.revisions
  }

  statement {
    sid       = "ReadTaskDefinitions"
    actions   = ["ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitions"]
    resources = ["*"]
  }

  statement {
    sid       = "CopyTaskDefinition"
    actions   = ["ecs:RegisterTaskDefinition", "ecs:TagResource"]
    resources = local.task_definitions
  }

  statement {
    sid       = "PassRoles"
    actions   = ["iam:PassRole"]
    resources = local.task_roles
  }

  statement {
    sid       = "LookForImages"
    actions   = ["ecr:DescribeImages"]
    resources = [for repository in aws_ecr_repository.this : repository.arn]
  }
}
