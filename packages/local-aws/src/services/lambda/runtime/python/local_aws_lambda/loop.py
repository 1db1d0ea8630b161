"""Loads the handler, then runs it for one invocation after another."""

import json
import logging
import os
import sys

from . import encoding, failures, host, loading
from .context import LambdaContext
from .output import Output
from .runtime_api import RuntimeApi

_RUNTIME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# AWS's words.
_UNHANDLED = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare cases, a "
    "Lambda runtime update can cause unexpected function behavior. For functions using managed runtimes, runtime updates can "
    "be triggered by a function change, or can be applied automatically. To determine if the runtime has been updated, check "
    "the runtime version in the INIT_START log entry. If this error correlates with a change in the runtime version, you may "
    "be able to mitigate this error by temporarily rolling back to the previous runtime version. For more information, see "
    "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html\r"
)


def run(startup):
    given = json.loads(startup)
    task_root = given["taskRoot"]
    on_aws = _names(given["names"])
    sys.argv = ["/var/runtime/bootstrap.py", given["handler"]]
    # The first is the folder of `start.py`.
    sys.path[0:1] = [task_root, *given["path"]]
    host.connect()
    output = Output(given["tag"], given["framed"], on_aws)
    output.capture()
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = loading.load(given["handler"], on_aws)
    except Exception as error:
        logging.warning(_UNHANDLED)
        body = _failed(error, "", output)
        api.fail_to_start(encoding.encode(body), body["errorType"])
        sys.exit(1)
    while True:
        _invoke(api, handler, output)


def _invoke(api, handler, output):
    headers, event = api.next()
    request_id = headers["lambda-runtime-aws-request-id"]
    output.request_id = request_id
    try:
        context = LambdaContext(headers, output)
        response, content_type = encoding.encode_response(handler(encoding.decode(event), context))
    except Exception as error:
        body = _failed(error, request_id, output)
        api.fail(request_id, encoding.encode(body), body["errorType"])
    else:
        output.mark()
        api.respond(request_id, response, content_type)


def _failed(error, request_id, output):
    body = failures.report(error, request_id, output.on_aws, _RUNTIME)
    output.error(failures.log_lines(body))
    output.mark()
    return body


def _names(names):
    """Names files as they are on AWS: those of the function, of this client and of Python."""
    pairs = [*names, (_RUNTIME, "/var/runtime"), (os.path.dirname(os.__file__), "/var/lang/lib/python%d.%d" % sys.version_info[:2])]
    # The longest first: one folder may be in another.
    pairs.sort(key=lambda pair: -len(pair[0]))

    def on_aws(text):
        for here, there in pairs:
            if here in text:
                text = text.replace(here, there)
        return text

    return on_aws
