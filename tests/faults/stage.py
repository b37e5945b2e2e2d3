"""A scene, and a way to run a request of it with something happening in the middle, and to look at what is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sar2optical_qgis.core.errors import Sar2OpticalError
from tests.faults.scenes import make_scene
from tests.faults.tally import Tally


class Stage:
    """A scene, and a way to run a request of it with something happening at the n-th sign of life."""

    def __init__(self, folder: Path, size: int = 160) -> None:
        self.scene, self.tally = make_scene(folder / 'inputs', size), Tally()
        self.before = self.scene.fingerprint()
        self.out = folder / 'out'
        self.out.mkdir()

    def clear(self) -> None:
        for path in self.out.iterdir():
            path.unlink()

    def run(
        self, kind: str, told: str, happening: Callable[[], object] = lambda: None, at: int = -1, stop: int = -1
    ) -> tuple[str, int]:
        """Run; at the ``at``-th call of cancelled() something happens, at the ``stop``-th it says yes.

        Return the class of the error ('' = none) and how often cancelled() was asked.
        """
        asked = 0

        def cancelled() -> bool:
            nonlocal asked
            asked += 1
            if asked == at:
                happening()
            return 0 < stop <= asked

        try:
            self.scene.request(kind, self.out).run(cancelled=cancelled)
        except Sar2OpticalError as error:
            text = str(error)
            self.tally.expect(text.endswith('.') and '\n' not in text, f'{told}: not one sentence: {text}')
            return type(error).__name__, asked
        except BaseException as error:
            self.tally.faults.append(f'{told}: {type(error).__name__} reached the caller: {error}')
            return type(error).__name__, asked
        return '', asked

    def expect(self, error: str, wanted: tuple[str, ...], told: str) -> None:
        """Check how a run ended, and the folder afterwards."""
        self.tally.expect(error in wanted, f'{told}: ended with {error or "success"}')
        if error:
            self.tally.expect(list(self.out.glob('*')) == [], f'{told}: left {sorted(self.out.glob("*"))}')
        self.tally.look(self.scene, self.before, self.out, told)
