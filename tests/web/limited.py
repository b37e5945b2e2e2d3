"""The service with other limits than its own: ``python -m tests.web.limited PORT FOLDER JSON``."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import replace
from pathlib import Path

import uvicorn

from sar2optical_qgis.web.app import create_app
from sar2optical_qgis.web.limits import Limits

if __name__ == '__main__':
    logging.basicConfig(level=logging.INFO)
    limits = replace(Limits(), **json.loads(sys.argv[3]))
    app = create_app(Path(sys.argv[2]) / 'service', limits)
    uvicorn.run(app, host='127.0.0.1', port=int(sys.argv[1]), access_log=False, log_config=None)
