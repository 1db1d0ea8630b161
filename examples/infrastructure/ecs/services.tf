# The services, and how each is deployed. What a deployment of a workflow changes is the task definition, and what auto scaling changes is
# the count: both are left alone here.

locals {
  port = 8080

  services = {
    # A tenth of the users more at each step, ten steps. ecs-deploy watches the shares that its `canary` names, at a pause before the next
    # step, and answers the pauses between them at once: so the steps need no time of their own.
    catalog = {
      strategy = "LINEAR"
      pauses   = ["POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"]
    }
    # All users at once, after the tests.
    orders = {
      strategy = "BLUE_GREEN"
      pauses   = ["POST_TEST_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"]
    }
  }
}

resource "aws_ecs_cluster" "this" {
  name = var.cluster
}

resource "aws_ecs_service" "this" {
  for_each = local.services

  name            = each.key
  cluster         = aws_ecs_cluster.this.arn
  task_definition = aws_ecs_task_definition.first[each.key].arn
  desired_count   = 2
  launch_type     = "FARGATE"

  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = 30

  deployment_configuration {
    strategy = each.value.strategy

    # How long the old tasks stay once all users are on the new ones: the way back is short as long as they do.
    bake_time_in_minutes = 5

    dynamic "linear_configuration" {
      for_each = each.value.strategy == "LINEAR" ? [1] : []

      content {
        step_percent              = 10
        step_bake_time_in_minutes = 0
      }
    }

    # A deployment waits here for ecs-deploy. If the run is gone, ECS takes users back by itself when the time is over: hence ROLLBACK, and
    # a time that is longer than a run's longest look at one share, and short enough for a share that is watched no more.
    dynamic "lifecycle_hook" {
      for_each = var.pauses ? [1] : []

      content {
        target_type      = "PAUSE"
        lifecycle_stages = each.value.pauses

        timeout_configuration {
          timeout_in_minutes = 60
          action             = "ROLLBACK"
        }
      }
    }
  }

  # AWS's pages disagree on whether it has a say beyond ROLLING. It does no harm, and ecs-deploy does not rely on it.
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  # ECS goes back when one of these fires, also where no run of a workflow is left to notice.
  alarms {
    enable      = true
    rollback    = true
    alarm_names = [aws_cloudwatch_metric_alarm.errors[each.key].alarm_name]
  }

  network_configuration {
    subnets         = var.private_subnets
    security_groups = [aws_security_group.tasks.id]
  }

  load_balancer {
    container_name   = "app"
    container_port   = local.port
    target_group_arn = aws_lb_target_group.this["${each.key}-blue"].arn

    advanced_configuration {
      alternate_target_group_arn = aws_lb_target_group.this["${each.key}-green"].arn
      production_listener_rule   = aws_lb_listener_rule.this["${each.key}-production"].arn
      test_listener_rule         = aws_lb_listener_rule.this["${each.key}-test"].arn
      role_arn                   = aws_iam_role.load_balancing.arn
    }
  }

  lifecycle {
    # The pointer, which belongs to the actions, and the count, which belongs to auto scaling.
    ignore_changes = [task_definition, desired_count]
  }

  depends_on = [aws_iam_role_policy_attachment.load_balancing]
}

# For the first tasks of each service. Later ones are registered by the actions, from what is live; what else of them is to change, comes with
# `task-definition` of ecs-deploy.
resource "aws_ecs_task_definition" "first" {
  for_each = local.services

  family                   = each.key
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution[each.key].arn
  task_role_arn            = aws_iam_role.task[each.key].arn

  container_definitions = jsonencode([{
    name         = "app"
    image        = var.images[each.key]
    essential    = true
    portMappings = [{ containerPort = local.port, protocol = "tcp" }]
    environment  = [{ name = "PORT", value = tostring(local.port) }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.this[each.key].name
        awslogs-region        = data.aws_region.this.region
        awslogs-stream-prefix = "ecs"
      }
    }
  }])

  # One that is deregistered cannot be gone back to by hand.
  skip_destroy = true
}

resource "aws_security_group" "tasks" {
  name   = "${var.cluster}-tasks"
  vpc_id = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "tasks" {
  security_group_id            = aws_security_group.tasks.id
  referenced_security_group_id = aws_security_group.load_balancer.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_vpc_security_group_egress_rule" "tasks" {
  security_group_id = aws_security_group.tasks.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.services

  name              = "/ecs/${each.key}"
  retention_in_days = 30
}

# What tells a canary that users meet errors, from whichever of the two groups: which one is new changes with each deployment. A sum over
# METRICS() takes what there is of either. FILL would make a zero of the newest minute, whose errors are still on their way, and the alarm
# would never look at that minute again: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = local.services

  alarm_name          = "${each.key}-errors"
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  # A minute without a request is no error.
  treat_missing_data = "notBreaching"

  metric_query {
    id          = "errors"
    expression  = "SUM(METRICS())"
    label       = "Errors of tasks"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = toset(["blue", "green"])

    content {
      id = metric_query.value

      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = "HTTPCode_Target_5XX_Count"
        stat        = "Sum"
        period      = 60

        dimensions = {
          LoadBalancer = aws_lb.this.arn_suffix
          TargetGroup  = aws_lb_target_group.this["${each.key}-${metric_query.value}"].arn_suffix
        }
      }
    }
  }
}

resource "aws_ecr_repository" "this" {
  for_each = local.services

  name                 = each.key
  image_tag_mutability = "IMMUTABLE"
}
