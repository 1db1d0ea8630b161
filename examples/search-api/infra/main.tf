# What infrastructure code keeps of the function: everything but its code, and where `live` points. Those two belong to
# deployments. Without `ignore_changes`, the next `terraform apply` would undo the last promotion.

resource "aws_lambda_function" "search_api" {
  function_name = "search-api"
  role          = aws_iam_role.search_api.arn
  runtime       = "nodejs24.x"
  handler       = "index.handler"
  memory_size   = 128
  timeout       = 5

  # Only ever runs until the first promotion. Published, because an alias that lambda-promote may move points to a version.
  filename = data.archive_file.placeholder.output_path
  publish  = true

  lifecycle {
    ignore_changes = [filename, source_code_hash]
  }
}

# The API, and whoever else calls the function, refers to this alias and never to the function itself.
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.search_api.function_name
  function_version = aws_lambda_function.search_api.version

  lifecycle {
    ignore_changes = [function_version, routing_config, description]
  }
}

data "archive_file" "placeholder" {
  type        = "zip"
  output_path = "${path.module}/.terraform/placeholder.zip"

  source {
    filename = "index.mjs"
    content  = "export const handler = async () => ({ statusCode: 503, body: 'Nothing was promoted yet.' });"
  }
}

resource "aws_iam_role" "search_api" {
  name = "search-api"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.search_api.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
