terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # And one that knows pauses, `target_type` of a lifecycle hook: they came in September 2026, and an older one refuses the argument.
      version = ">= 6.21"
    }
  }
}
