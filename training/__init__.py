"""Training, evaluation and export of the networks that the plugin ships. Never imported by the plugin."""

import sys
from importlib.util import spec_from_file_location
from pathlib import Path

FORMER = {f'training.{name}': f'evaluation/{name.removeprefix("evaluate_")}.py' for name in (
    'evaluate_real_clouds', 'evaluate_references', 'evaluate_series', 'leave_place_out',
)}  # fmt: skip


class FormerNames:
    """Commands that now lie in evaluation/ answer to their former names too: ``python -m training.evaluate_series``."""

    @staticmethod
    def find_spec(name: str, path=None, target=None):
        """Return what Python runs under a former name; None for every other."""
        return spec_from_file_location(name, Path(__file__).parent / FORMER[name]) if name in FORMER else None


sys.meta_path.append(FormerNames)
