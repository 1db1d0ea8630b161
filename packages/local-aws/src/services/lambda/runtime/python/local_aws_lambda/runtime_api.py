"""The requests of the Runtime API, over one connection. `http.client` would take longer to load than a function to run."""

import socket

_VERSION = "/2018-06-01/runtime"


class RuntimeApi:
    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self._connection = socket.create_connection((host, int(port)))
        self._answers = self._connection.makefile("rb")
        self._host = address

    def next(self):
        """Waits for an invocation: its headers, with names in small letters, and its event."""
        _, headers, body = self._request("GET", "/invocation/next")
        return headers, body

    def respond(self, request_id, body, content_type):
        self._request("POST", "/invocation/%s/response" % request_id, body, {"Content-Type": content_type})

    def fail(self, request_id, body, error_type):
        self._request("POST", "/invocation/%s/error" % request_id, body, _error_headers(error_type))

    def fail_to_start(self, body, error_type):
        self._request("POST", "/init/error", body, _error_headers(error_type))

    def _request(self, method, path, body=b"", headers=()):
        lines = ["%s %s%s HTTP/1.1" % (method, _VERSION, path), "Host: " + self._host]
        lines += ["%s: %s" % each for each in dict(headers).items()]
        if method == "POST":
            lines.append("Content-Length: %d" % len(body))
        self._connection.sendall("\r\n".join(lines + ["", ""]).encode("latin-1") + body)
        status = int(self._line().split(" ")[1])
        answered = {}
        for line in iter(self._line, ""):
            name, _, value = line.partition(":")
            answered[name.lower()] = value.strip()
        content = self._answers.read(int(answered["content-length"]))
        if status >= 400:
            raise RuntimeError("The Runtime API answered %s %s with %d: %r" % (method, path, status, content))
        return status, answered, content

    def _line(self):
        line = self._answers.readline()
        if not line:
            # The local cloud has ended.
            raise SystemExit(1)
        return line.decode("latin-1").rstrip("\r\n")


def _error_headers(error_type):
    # A name of a class may be of any letters; a header may not.
    error_type = error_type.encode("ascii", "backslashreplace").decode()
    return {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": error_type}
