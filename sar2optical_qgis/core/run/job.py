"""A job: what a run tells its caller while it goes on, and its outputs, which all appear or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..errors import Cancelled
from ..machine.cores import readers
from ..model.network import Network
from ..model.registry import ModelFile
from ..raster.writer import RasterWriter
from .pipeline import Clock, Report


@dataclass
class Job:
    """Callbacks, decisions, times and open outputs of one run."""

    progress: Callable[[float], None]
    cancelled: Callable[[], bool]
    log: Callable[[str], None]
    decisions: list[str] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    writers: dict[str, RasterWriter] = field(default_factory=dict)  # role -> output

    @classmethod
    def of(
        cls,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        log: Callable[[str], None] | None = None,
    ) -> Job:
        """Make a job of callbacks, each of which may be left out."""
        return cls(progress or (lambda _: None), cancelled or (lambda: False), log or (lambda _: None))

    def decide(self, sentence: str) -> None:
        """Tell and keep what an auto decided, or a warning; nothing is told twice."""
        if sentence and sentence not in self.decisions:
            self.decisions.append(sentence)
            self.log(sentence)

    def after(self, share: float) -> None:
        """Let what follows move the progress bar from ``share`` to its end."""
        whole = self.progress
        self.progress = lambda done: whole(share + (1.0 - share) * done)

    def stop_if_cancelled(self) -> None:
        """Raise Cancelled once the user has stopped the run."""
        if self.cancelled():
            raise Cancelled

    @contextmanager
    def outputs(self) -> Iterator[dict[str, RasterWriter]]:
        """Give the mapping for the run's writers; whatever goes wrong inside, none of them leaves a file."""
        try:
            yield self.writers
        except BaseException:
            for writer in self.writers.values():
                writer.discard()
            raise

    def publish(self, metadata: dict[str, str]) -> dict[str, str]:
        """Finish all outputs, then give them their names; return role -> path."""
        self.stop_if_cancelled()
        with self.clock.of('finish'):
            for writer in self.writers.values():  # all are whole before the first gets its name
                writer.finish(metadata, self.cancelled)
            return {role: writer.publish() for role, writer in self.writers.items()}

    def finish(self, network: Network | None, model: ModelFile | None, pixels: dict[str, int]) -> Report:
        """Let go of the network (overviews need memory too), publish the outputs and report on the run."""
        if network:
            network.close()
            self.decide(network.warning)
        device = device_of(network)
        outputs = self.publish({'SAR2OPTICAL_DEVICE': device})
        return Report(
            outputs, device, model.name if model else '', model.sha256 if model else '',
            tuple(self.decisions), dict(self.clock.seconds), dict(pixels),
        )  # fmt: skip


def readers_beside(network: Network | None) -> int:
    """Return how many threads read tiles for it."""
    return readers(beside_network=network is not None and network.device == 'cpu')


def device_of(network: Network | None) -> str:
    """Return the device on which a run computes."""
    return network.device if network else 'cpu'
