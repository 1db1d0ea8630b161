"""What a function prints and logs: unbuffered, in order, and with files named as they are on AWS."""

import _thread
import logging
import os
import sys
import time

from . import host

_lock = _thread.allocate_lock()


class Output:
    def __init__(self, tag, framed, on_aws):
        # What the function closes or redirects is not this.
        self._descriptor = os.dup(1)
        self._tag = tag.encode()
        self._framed = framed
        self.on_aws = on_aws
        self.request_id = ""

    def capture(self):
        """From now on stdout and stderr are one stream, and `logging` writes as it does on AWS."""
        os.dup2(1, 2)
        sys.stdout = _Stream(sys.stdout, self.on_aws)
        sys.stderr = _Stream(sys.stderr, self.on_aws)
        logging.Formatter.converter = time.gmtime
        handler = _LogHandler(self)
        handler.setFormatter(_Formatter("[%(levelname)s]\t%(asctime)s\t%(aws_request_id)s\t%(message)s\n"))
        logging.getLogger().addHandler(handler)

    def entry(self, text):
        """Writes an entry of the log. Images write to stdout, by line; managed runtimes keep it whole."""
        if self._framed:
            self._write(b"event", self.on_aws(text).encode("utf-8", "replace"))
        else:
            sys.stdout.write(text)

    def error(self, lines):
        # Lines that are joined by a carriage return stay one entry.
        self.entry(("\n" if self._framed else "\r").join(lines) + "\n")

    def mark(self):
        """Says that all was written that belongs to what is reported next."""
        self._write(b"mark", b"")

    def _write(self, kind, content):
        rest = b"\0%s %s %d\n%s" % (self._tag, kind, len(content), content)
        with _lock:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]


class _Stream:
    """stdout or stderr. Python itself is run unbuffered."""

    def __init__(self, stream, on_aws):
        self._stream = stream
        self._on_aws = on_aws

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __iter__(self):
        return iter(self._stream)

    def write(self, text):
        with _lock:
            self._stream.write(self._on_aws(text) if isinstance(text, str) else text)
            self._stream.flush()
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class _LogHandler(logging.Handler):
    def __init__(self, output):
        super().__init__()
        self._output = output

    def emit(self, record):
        record.aws_request_id = self._output.request_id
        self._output.entry(self.format(record))


class _Formatter(logging.Formatter):
    def formatTime(self, record, datefmt=None):
        return host.timestamp()
