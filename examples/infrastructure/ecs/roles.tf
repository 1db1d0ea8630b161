# A role for each action, which may do what its README says, and no more. Who takes it is said by the subject of the workflow's token: that
# of a job with an environment names the environment. So only jobs of the environment `production` move what users get.

data "aws_iam_openid_connect_provider" "github" {
  url = "https://token.actions.githubusercontent.com"
}

data "aws_region" "this" {}

data "aws_caller_identity" "this" {}

locals {
  repositories = compact([var.repository, var.immutable_repository])

  subjects = {
    ecs-deploy   = ["environment:production"]
    ecs-rollback = ["environment:production"]
  }

  # What ARNs of ECS begin with in this account and region, up to the kind of resource.
  ecs = "arn:aws:ecs:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}"
}

resource "aws_iam_role" "action" {
  for_each = local.subjects

  name               = "${each.key}-${var.cluster}"
  assume_role_policy = data.aws_iam_policy_document.workflow[each.key].json

  # A deployment watches its shares, waits for the old tasks to drain, and may have to go back.
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

# With this one ECS sets weights, and puts tasks into target groups:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
resource "aws_iam_role" "load_balancing" {
  name               = "${var.cluster}-load-balancing"
  assume_role_policy = data.aws_iam_policy_document.taken_by["ecs"].json
}

resource "aws_iam_role_policy_attachment" "load_balancing" {
  role       = aws_iam_role.load_balancing.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
}

# What starts tasks: it pulls images, and writes logs.
resource "aws_iam_role" "execution" {
  for_each = local.services

  name               = "${each.key}-execution"
  assume_role_policy = data.aws_iam_policy_document.taken_by["ecs-tasks"].json
}

resource "aws_iam_role_policy_attachment" "execution" {
  for_each = local.services

  role       = aws_iam_role.execution[each.key].name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

# What the program itself may do: nothing yet.
resource "aws_iam_role" "task" {
  for_each = local.services

  name               = "${each.key}-task"
  assume_role_policy = data.aws_iam_policy_document.taken_by["ecs-tasks"].json
}

data "aws_iam_policy_document" "taken_by" {
  for_each = toset(["ecs", "ecs-tasks"])

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["${each.value}.amazonaws.com"]
    }
  }
}
