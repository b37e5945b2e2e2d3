"""``python -m sar2optical_qgis.core.batch``."""

from __future__ import annotations

import logging
import sys

from .command import main

if __name__ == '__main__':
    logging.basicConfig(level=logging.INFO, format='%(message)s')
    sys.exit(main())
