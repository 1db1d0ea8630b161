"""Errors as AWS's client reports and logs them."""

import traceback


class Failure(Exception):
    """An error of the runtime, not of the function."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


def report(error, request_id, on_aws, own_folder):
    """What the invoker gets. Frames of this client that lead to the function's are left out."""
    if isinstance(error, Failure):
        return _body(error.error_type, on_aws(str(error)), error.trace, request_id)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.filename.startswith(own_folder) for frame in frames]
    frames = frames[own.index(False) :] if False in own else frames
    # As four plain values, so that Python does not underline what is wrong in a line.
    named = [(on_aws(frame.filename), frame.lineno, frame.name, frame.line) for frame in frames]
    return _body(type(error).__name__, on_aws(str(error)), traceback.format_list(named), request_id)


def _body(error_type, message, trace, request_id):
    return {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": trace}


def log_lines(body):
    """The entry of the log, line by line. Indentation is of non-breaking spaces, which CloudWatch shows."""
    head = "[ERROR] " + body["errorType"]
    if body["errorMessage"]:
        head += ": " + body["errorMessage"]
    lines = [head, "Traceback (most recent call last):"]
    for element in body["stackTrace"]:
        for line in element.splitlines() or [""]:
            text = line.lstrip(" ")
            lines.append("\u00a0" * (len(line) - len(text)) + text)
    return lines
