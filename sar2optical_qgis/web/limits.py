"""What a stranger may ask of the service."""

from __future__ import annotations

import os
from dataclasses import dataclass

MB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Limits of uploads and jobs; what is beyond them is refused in one sentence, or ends."""

    upload_bytes: int = 1500 * MB  # of one request: a zipped Sentinel-2 product has up to 1.2 GB
    body_bytes: int = 64 * MB  # of a request in JSON, which may hold small rasters
    files_at_once: int = 24
    pixels: int = 500_000_000  # a tile of Sentinel-2 has 120 million, an image of Sentinel-1 440
    bands: int = 32
    raster_bytes: int = 24 << 30  # all pixels of all bands, unpacked
    ratio: int = 500  # of a raster to its file, and of a zip's content to the zip; beyond HARMLESS bytes
    zip_files: int = 2000
    zip_bytes: int = 6 << 30  # unpacked
    memory_bytes: int = 6 << 30  # address space of a job
    seconds: int = 900  # that a job may run
    look_seconds: int = 120  # that the first look at an upload may take
    waiting: int = 16  # jobs in the queue
    looks: int = 2  # uploads that are looked at at the same time
    receiving: int = 40  # uploads that come in at the same time
    keep_seconds: int = 3600  # that uploads and jobs are kept
    kept: int = 500  # uploads, and jobs, at any time
    free_bytes: int = 2 << 30  # that must be left on the disk
    workers: int = max((os.cpu_count() or 2) // 2, 1)  # jobs at the same time

    HARMLESS = 256 * MB
