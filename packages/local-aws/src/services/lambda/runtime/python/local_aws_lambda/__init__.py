"""A client of Lambda's Runtime API: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

What it answers and writes is that of AWS's own client (aws/aws-lambda-python-runtime-interface-client), with Python's
standard library alone. A function meets one name of ours: that of this package.
"""
