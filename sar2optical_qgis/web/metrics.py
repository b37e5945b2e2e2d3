"""Numbers for Prometheus: requests, jobs, queue, uploads."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from .jobs import Jobs
from .pool import Pool
from .uploads import Uploads

PREFIX = 'sar2optical_'


class Metrics:
    """The registry of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            f'{PREFIX}requests', 'Answered requests', ('method', 'route', 'status'), registry=self.registry
        )
        self.seconds = Histogram(
            f'{PREFIX}request_seconds', 'Time to the end of an answer', ('route',), registry=self.registry
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def watch(self, jobs: Jobs, uploads: Uploads, pool: Pool) -> None:
        """Tell of these too, as they are when asked."""
        self.registry.register(_State(jobs, uploads, pool))

    def text(self) -> bytes:
        """Return all numbers in Prometheus's text format."""
        return generate_latest(self.registry)


class _State:
    def __init__(self, jobs: Jobs, uploads: Uploads, pool: Pool) -> None:
        self.jobs, self.uploads, self.pool = jobs, uploads, pool

    def collect(self) -> Iterator[Metric]:
        """Yield what the service holds at this moment."""
        yield GaugeMetricFamily(f'{PREFIX}jobs_running', 'Jobs that run', len(self.jobs.running))
        yield GaugeMetricFamily(f'{PREFIX}jobs_waiting', 'Jobs in the queue', len(self.jobs.queue))
        yield GaugeMetricFamily(f'{PREFIX}uploads_kept', 'Uploads that are kept', len(self.uploads.known))
        yield GaugeMetricFamily(f'{PREFIX}workers_ready', 'Processes that wait for an order', len(self.pool.waiting))
        yield CounterMetricFamily(f'{PREFIX}upload_bytes', 'Bytes of uploads', self.uploads.bytes)
        ended = CounterMetricFamily(f'{PREFIX}jobs_ended', 'Jobs that came to an end', labels=('process', 'state'))
        for key, count in self.jobs.ended.items():
            ended.add_metric(key, count)
        yield ended
