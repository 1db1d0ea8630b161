"""The first file of an execution environment of Python: runs one Lambda function over the Runtime API.

Its only argument is JSON: `handler`; `taskRoot`, the folder of the function's code; `path`, further folders to import from;
`tag`, which begins the frames of its output; `framed`, whether an entry of the log may have several lines.
"""

import os
import sys

# With PYTHONSAFEPATH Python does not look into this file's folder by itself.
if sys.path[0] != os.path.dirname(os.path.abspath(__file__)):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
written = sys.dont_write_bytecode
# Nothing is left beside the sources of the local cloud.
sys.dont_write_bytecode = True
from local_aws_lambda import loop  # noqa: E402 -- found in this file's folder, which the function does not see

sys.dont_write_bytecode = written
loop.run(sys.argv[1])
