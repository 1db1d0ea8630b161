variable "cluster" {
  description = "Name of the cluster, and of what belongs to it."
  type        = string
  default     = "shop"
}

variable "vpc_id" {
  description = "The network that load balancer and tasks are in."
  type        = string
}

variable "public_subnets" {
  description = "Subnets of the load balancer, in two zones at least."
  type        = list(string)
}

variable "private_subnets" {
  description = "Subnets of the tasks. They need a way to ECR and CloudWatch Logs: a NAT gateway, or endpoints."
  type        = list(string)
}

variable "certificate_arn" {
  description = "Certificate of the domains, in the provider's region."
  type        = string
}

variable "domains" {
  description = "The domain of each service, which leads to the load balancer."
  type        = map(string)
  default     = { catalog = "catalog.example.com", orders = "orders.example.com" }
}

variable "testers" {
  description = "From where the test listener can be reached, as CIDR blocks: what runs your tests."
  type        = list(string)
}

variable "images" {
  description = "An image of each service, which is there already, for its first tasks alone: from then on ecs-deploy says which."
  type        = map(string)
}

variable "pauses" {
  description = "Whether deployments pause for ecs-deploy. Not in the `apply` that makes the services: their first deployment would pause as well."
  type        = bool
  default     = true
}

variable "repository" {
  description = "The repository on GitHub, `OWNER/NAME`."
  type        = string
}

variable "immutable_repository" {
  description = "The same with the ids of both, `OWNER@1234/NAME@5678`, for a repository that was made after 15 July 2026."
  type        = string
  default     = null
}
