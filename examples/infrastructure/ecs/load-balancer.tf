# One load balancer for all services, with two listeners: users come to 443, and tests to 8443. A service has a rule on each, and two target
# groups. Which of the two has users, and how many of them, is set by ECS: that is the pointer.

resource "aws_lb" "this" {
  name               = var.cluster
  load_balancer_type = "application"
  subnets            = var.public_subnets
  security_groups    = [aws_security_group.load_balancer.id]
}

resource "aws_security_group" "load_balancer" {
  name   = "${var.cluster}-load-balancer"
  vpc_id = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "users" {
  security_group_id = aws_security_group.load_balancer.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "testers" {
  for_each = toset(var.testers)

  security_group_id = aws_security_group.load_balancer.id
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 8443
  to_port           = 8443
}

resource "aws_vpc_security_group_egress_rule" "load_balancer" {
  security_group_id            = aws_security_group.load_balancer.id
  referenced_security_group_id = aws_security_group.tasks.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_lb_listener" "this" {
  for_each = { production = 443, test = 8443 }

  load_balancer_arn = aws_lb.this.arn
  port              = each.value
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  # What no service asked for.
  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

locals {
  groups = { for pair in setproduct(keys(local.services), ["blue", "green"]) : join("-", pair) => pair[0] }
  rules = { for index, pair in setproduct(keys(local.services), ["production", "test"]) : join("-", pair) => {
    service  = pair[0]
    listener = pair[1]
    priority = index + 1
  } }
}

resource "aws_lb_target_group" "this" {
  for_each = local.groups

  name        = each.key
  vpc_id      = var.vpc_id
  target_type = "ip"
  protocol    = "HTTP"
  port        = local.port

  # How long old tasks go on with requests that they have.
  deregistration_delay = 30

  health_check {
    path                = "/health"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener_rule" "this" {
  for_each = local.rules

  listener_arn = aws_lb_listener.this[each.value.listener].arn
  priority     = each.value.priority

  condition {
    host_header {
      values = [var.domains[each.value.service]]
    }
  }

  action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.this["${each.value.service}-blue"].arn
        weight = 100
      }

      target_group {
        arn    = aws_lb_target_group.this["${each.value.service}-green"].arn
        weight = 0
      }
    }
  }

  lifecycle {
    # The weights are set by ECS as it deploys. An `apply` that set them back would send users to tasks that are gone.
    ignore_changes = [action]
  }
}
