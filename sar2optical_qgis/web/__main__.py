"""Start the page and the service: ``python -m sar2optical_qgis.web``, then open http://127.0.0.1:8000 in a browser."""

from __future__ import annotations

import argparse
import logging
import shutil
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from .limits import MB, Limits

LOG = logging.getLogger('sar2optical')
NEEDED = 'pip install fastapi uvicorn python-multipart prometheus-client swagger-ui-bundle'


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """Return the command line, read."""
    usual = Limits()
    parser = argparse.ArgumentParser('python -m sar2optical_qgis.web', description=__doc__.split(':')[0] + '.')
    parser.add_argument(
        '--host', default='127.0.0.1', help='address to listen on; only a proxy with TLS should be beyond it'
    )
    parser.add_argument('--port', type=int, default=8000)
    parser.add_argument('--workers', type=int, default=usual.workers, help='jobs at the same time')
    parser.add_argument('--max-megabytes', type=int, default=usual.upload_bytes // MB, help='of one upload')
    parser.add_argument('--folder', type=Path, help='where uploads and jobs lie for an hour; default: a temporary one')
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; return 0, or 1 where the service cannot start."""
    options = options_of(arguments)
    logging.basicConfig(level=logging.INFO, format='%(asctime)s %(levelname)s %(message)s', stream=sys.stderr)
    try:
        import uvicorn

        from .app import create_app
    except ImportError as error:
        LOG.error('The service needs %s, which is not installed here. Install it with: %s', error.name, NEEDED)
        return 1
    limits = replace(Limits(), workers=max(options.workers, 1), upload_bytes=max(options.max_megabytes, 1) * MB)
    mine = None if options.folder else tempfile.mkdtemp(prefix='sar2optical-web-')
    try:
        folder = Path(mine or options.folder).resolve() / 'service'
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        spool = folder / 'spool'
        spool.mkdir(exist_ok=True)
        tempfile.tempdir = str(spool)  # uploads come in here before they are kept
        app = create_app(folder, limits, options.host)
        signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn raises it again at its end; there is still to tidy up
        uvicorn.run(app, host=options.host, port=options.port, access_log=False, server_header=False, log_config=None)
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        LOG.error('The service cannot use its folder or port (%s).', error.strerror)
        return 1
    finally:
        if mine:
            shutil.rmtree(mine, ignore_errors=True)
    return 0


if __name__ == '__main__':
    sys.exit(main())
