"""The second argument of a handler: https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

import json
import os

from . import host


class _Members:
    """An object whose members are those of a dictionary; what it lacks is None."""

    __slots__ = ()

    def __init__(self, given):
        for name in self.__slots__:
            setattr(self, name, given.get(name))


    def __repr__(self):
        return _shown(self, self.__slots__)


class CognitoIdentity(_Members):
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(_Members):
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(_Members):
    __slots__ = ("custom", "env", "client")

    def __init__(self, given):
        super().__init__(given)
        if self.client is not None:
            self.client = Client(self.client)


class LambdaContext:
    def __init__(self, headers, output):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.identity = CognitoIdentity({})
        client_context = headers.get("lambda-runtime-client-context")
        self.client_context = None if client_context is None else ClientContext(json.loads(client_context))
        self._output = output

    def get_remaining_time_in_millis(self):
        # By the host: the deadline that the Runtime API gives is on the local clock, which this process does not have.
        return host.clock()[1]

    def log(self, msg):
        self._output.entry(str(msg))

    def __repr__(self):
        return _shown(self, [name for name in vars(self) if not name.startswith("_")])


def _shown(value, names):
    members = ",".join("%s=%s" % (name, getattr(value, name)) for name in names)
    return "%s([%s])" % (type(value).__name__, members)
