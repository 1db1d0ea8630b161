variable "bucket" {
  description = "Name of the bucket of releases. It is in the provider's region, which is also `aws-region` of the workflow."
  type        = string
}

variable "aliases" {
  description = "Domains of each site, such as `{ test = [\"test.example.com\"], app = [\"www.example.com\"] }`."
  type        = object({ test = list(string), app = list(string) })
  default     = { test = [], app = [] }
}

variable "certificate_arn" {
  description = "Certificate of these domains, in us-east-1, where CloudFront looks for it. None where there are no domains."
  type        = string
  default     = null
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

variable "pointer" {
  description = "Where the pointers of the sites stand: `origin-path`, or `key-value-store`, by which promotions reach users within seconds."
  type        = string
  default     = "origin-path"

  validation {
    condition     = contains(["origin-path", "key-value-store"], var.pointer)
    error_message = "It is origin-path or key-value-store."
  }
}

variable "assets" {
  description = "Under `key-value-store`: paths of hashed files, and of no other, as the builder writes them, such as `_next/static/chunks/*`."
  type        = list(string)
  default     = ["assets/*"]
}
