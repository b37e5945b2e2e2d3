"""The process of one job: it locks itself in, loads the engine, waits for one order, works, and ends.

Started ahead of time, so that an order does not wait for the engine to load. An order is a line of JSON on stdin;
what happens is told in lines of JSON on stdout.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

from .sandbox import confine

LOG = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """Run with FOLDER, MEMORY (bytes) and SECONDS; return 0 once the order is done or refused."""
    folder, memory, seconds = Path(arguments[0]), int(arguments[1]), int(arguments[2])
    lines = os.fdopen(os.dup(1), 'w', encoding='utf-8')
    os.dup2(2, 1)  # what libraries print is no event

    def tell(event: str, **content: object) -> None:
        lines.write(json.dumps({'event': event, **content}) + '\n')
        lines.flush()

    if hasattr(os, 'nice'):
        os.nice(5)  # the server answers while jobs compute
    held = confine(folder, memory, seconds)
    from . import tasks  # only now: GDAL and the engine start inside the sandbox

    tasks.warm_up(folder)
    tell('ready', sandbox=held)
    line = sys.stdin.readline()
    if not line:
        return 0
    try:
        tasks.perform(json.loads(line), folder, tell)
    except tasks.Refused as error:
        tell('failed', sentence=str(error), status=error.status)
    except MemoryError:
        tell('failed', sentence='The job needs more memory than a job may have. Choose a smaller EXTENT.', status=413)
    except Exception:  # whatever a hostile file does to a library: the server is told, the log has the rest
        LOG.exception('a job failed')
        tell('failed', sentence='The job ended by a fault of the service. Try other files or settings.', status=500)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
