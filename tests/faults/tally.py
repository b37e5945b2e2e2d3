"""What a campaign found: counts by name, and each thing that should not be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.scenes import Scene, is_whole, strangers


@dataclass
class Tally:
    """Counts, and sentences about what was lost or crashed; an empty list is what everybody wants."""

    counts: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def expect(self, truth: bool, sentence: str) -> None:
        """Note a sentence where something is not as it must be."""
        if not truth:
            self.faults.append(sentence)

    def add(self, other: Tally) -> None:
        """Take over the counts and faults of another campaign."""
        self.counts.update(other.counts)
        self.faults += other.faults

    def look(self, scene: Scene, before: dict[str, str], out: Path, told: str, leftovers: bool = False) -> None:
        """Check a folder of outputs after a fault: whole files only, nothing left lying about, inputs untouched."""
        for path in sorted(out.glob('[!.]*.tif')):
            try:
                self.expect(is_whole(path), f'{told}: {path.name} lacks its provenance')
            except RuntimeError as error:
                self.faults.append(f'{told}: {path.name} is not whole ({error})')
        if not leftovers:
            self.expect(strangers(out) == [], f'{told}: left behind {strangers(out)}')
        now = {name: value for name, value in scene.fingerprint().items() if name in before}
        self.expect(now == before, f'{told}: an input was changed')
