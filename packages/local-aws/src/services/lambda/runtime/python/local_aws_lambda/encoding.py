"""Events and responses as JSON. AWS's client encodes with simplejson, whose ways with some types Python's own lacks."""

import json
import os

from .failures import Failure

# Text that is not ASCII is written as it is from this version on; escaped before, and in images that are not AWS's.
_UNESCAPED = {"AWS_Lambda_python3.%d" % minor for minor in range(12, 16)}


def decode(event):
    try:
        return json.loads(event)
    except Exception as error:
        raise Failure("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)


def encode_response(response):
    """The body, and its type: bytes are passed on as they are."""
    if isinstance(response, bytes):
        return response, "application/unknown"
    try:
        return encode(response), "application/json"
    except Exception as error:
        raise Failure("Runtime.MarshalError", "Unable to marshal response: %s" % error)


def encode(value):
    numbers = {}

    def default(other):
        # Not imported: where a Decimal is, the function has imported it.
        if type(other).__module__ == "decimal" and hasattr(other, "is_nan"):
            if other.is_nan():
                return float("nan")
            placeholder = "decimal-%s" % os.urandom(16).hex()
            numbers['"%s"' % placeholder] = str(other)
            return placeholder
        if isinstance(other, bytes):
            return other.decode()
        raise TypeError("Object of type %s is not JSON serializable" % type(other).__name__)

    escaped = os.environ.get("AWS_EXECUTION_ENV") not in _UNESCAPED
    text = json.JSONEncoder(ensure_ascii=escaped, default=default).encode(_named_tuples_as_objects(value))
    for placeholder, number in numbers.items():
        text = text.replace(placeholder, number)
    return text.encode("utf-8")


def _named_tuples_as_objects(value, depth=0):
    # What is deeper refers to itself, which the encoder finds out.
    if depth > 100:
        return value
    if isinstance(value, tuple) and callable(getattr(value, "_asdict", None)):
        value = value._asdict()
    if isinstance(value, dict):
        return {key: _named_tuples_as_objects(each, depth + 1) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_named_tuples_as_objects(each, depth + 1) for each in value]
    return value
