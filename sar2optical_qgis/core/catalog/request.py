"""Fetch scenes: a rectangle, a date and what is wanted in, GeoTIFFs with masks, provenance and licence out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ..errors import InputError, memory_told
from ..run.job import Job
from ..run.provenance import plugin_version
from . import choice, worldcover
from .access import Access
from .catalogs import Catalog, open_catalogs
from .download import Download
from .finder import BYTES, Finder
from .place import Place
from .providers import DEFAULT
from .reader import Reader
from .scenes import Scene
from .service import Fetch, Patience, Service
from .windows import bytes_of_window

WHAT = ('radar', 'optical', 'series', 'reference', 'reference-radar', 'landcover')
MOST_OF_SERIES = 30
REFERENCE_DAYS = 400  # how far a clear image is looked for
REFERENCE_CLOUD = 0.05  # share of the extent
MOST_DAYS = 1500


@dataclass(frozen=True)
class Line:
    """One scene in the list of what was found."""

    what: str
    scene: Scene | None  # None: land cover, which is of no day
    megabytes: float

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return f'{self.scene.name if self.scene else worldcover.STEM}.tif'

    def __str__(self) -> str:
        if self.scene is None:
            return f'{self.what}: ESA WorldCover {worldcover.YEAR}, about {self.megabytes:.1f} MB'
        cloud = '' if self.scene.cloud is None else f', {self.scene.cloud:.0%} cloud'
        seen = '' if self.scene.seen > 0.995 else f', shows {self.scene.seen:.0%} of the extent'
        tiles = ', '.join(sorted({item.tile or item.collection for item in self.scene.items}))
        return f'{self.what}: {self.scene.day}{cloud}{seen}, about {self.megabytes:.1f} MB ({tiles})'


@dataclass
class Fetched:
    """What a fetch has brought: (what, scene, path, path of its mask or '') of each, and the list as a file."""

    files: list[tuple[str, Scene | None, str, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    scenes_json: str = ''
    decisions: tuple[str, ...] = ()

    def paths(self, what: str) -> list[str]:
        """Return the files of one kind, in the order of their days."""
        return [path for kind, _, path, _ in self.files if kind == what]


@dataclass(frozen=True)
class FetchScenes:
    """A request; find() lists, run() fetches. Scenes go into a folder of their place inside ``folder``."""

    extent: tuple[float, float, float, float]  # xmin, ymin, xmax, ymax
    crs: str  # WKT of the extent
    day: date
    folder: str
    what: tuple[str, ...] = ('optical', 'radar', 'landcover')
    before: int = 30  # days
    after: int = 30
    catalog: str = DEFAULT
    max_cloud: float = 0.6  # share of the extent that a date of a series may hide
    resolution_m: float = 10.0
    worldcover_root: str = worldcover.ROOT
    access: Access = field(default_factory=Access)
    patience: Patience = field(default_factory=Patience)
    scenes_json: str = ''  # '' = beside the scenes

    def run(
        self,
        fetch: Fetch,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        log: Callable[[str], None] | None = None,
        only_list: bool = False,
    ) -> Fetched:
        """Find and fetch; raise Sar2OpticalError with whole files kept and no half one, or return what is there."""
        job = Job.of(progress, cancelled, log)
        with memory_told(), self.session(fetch, job) as session:
            lines = session.find()
            for line in lines:
                job.log(str(line))
            job.log(f'{len(files_of(lines))} scene(s), about {megabytes_of(lines):.0f} MB in all.')
            if only_list:
                return Fetched(lines=lines, decisions=tuple(job.decisions))
            return session.get(lines)

    @contextmanager
    def session(self, fetch: Fetch, job: Job) -> Iterator[Session]:
        """Give a session with the catalogues; its threads end with it."""
        for word in self.what:
            if word not in WHAT:
                raise InputError(f'WHAT "{word}" is unknown. Choose from {", ".join(WHAT)}.')
        if not self.what:
            raise InputError(f'WHAT is empty. Choose from {", ".join(WHAT)}.')
        if min(self.before, self.after) < 0 or self.before + self.after > MOST_DAYS:
            raise InputError(f'DAYS is {self.before}, {self.after}. Give days before and after, up to {MOST_DAYS}.')
        if not self.folder:
            raise InputError('FOLDER is missing. Choose the folder that the scenes go into.')
        place = Place.of(self.extent, self.crs, self.resolution_m)
        service = Service(fetch, self.patience, job.cancelled)
        with Reader(self.access, service) as reader:
            catalogs = open_catalogs(self.catalog, service)
            yield Session(self, place, catalogs, reader, job)


class Session:
    """A request at work: its place, its catalogues, and what it has asked them."""

    def __init__(self, request: FetchScenes, place: Place, catalogs: list[Catalog], reader: Reader, job: Job) -> None:
        self.request, self.place, self.job, self.reader = request, place, job, reader
        account = request.access.account
        self.finder = Finder(catalogs, place, reader, job, bool(account.user or account.header))
        self.start, self.end = (request.day - timedelta(request.before), request.day + timedelta(request.after))
        self._optical: list[Scene] | None = None
        self._radar: list[Scene] | None = None

    @property
    def folder(self) -> Path:
        return Path(self.request.folder) / self.place.name

    def optical(self) -> list[Scene]:
        """Return the judged optical scenes of DAYS."""
        if self._optical is None:
            self._optical = self.finder.judge(self.finder.optical(self.start, self.end))
        return self._optical

    def radar(self) -> list[Scene]:
        """Return the radar scenes of DAYS."""
        if self._radar is None:
            self._radar = self.finder.usable_radar(self.finder.radar(self.start, self.end))
        return self._radar

    def reference(self) -> Scene | None:
        """Return the clear scene nearest to the date, of a year and more."""
        near = [scene for scene in self.optical() if scene.hidden <= REFERENCE_CLOUD and scene.day != self.request.day]
        older = [scene for scene in near if scene.day < self.request.day]
        if older or near:
            return choice.nearest_optical(older or near, self.request.day)
        day = self.request.day
        far = self.finder.optical(day - timedelta(REFERENCE_DAYS), day + timedelta(REFERENCE_DAYS))
        scene = choice.reference(far, day, REFERENCE_CLOUD, self.finder.judge)
        if scene is not None and scene.hidden > REFERENCE_CLOUD:
            self.job.decide(f'No image within {REFERENCE_DAYS} days is clear: the clearest, {scene.day}, is taken.')
        return scene

    def radar_of(self, day: date, like: Scene | None) -> Scene | None:
        """Return the pass nearest to a day, of the same orbit as another where there is one."""
        start, end = day - timedelta(12), day + timedelta(12)
        passes = self.finder.usable_radar(self.finder.radar(start, end))
        return choice.nearest_pass(passes, day, self.place.bbox, like.items[0] if like else None)

    def find(self) -> list[Line]:
        """Return what there is of what is wanted; tell what there is not."""
        what, day, lines = self.request.what, self.request.day, []
        if 'optical' in what:
            lines += self._line('optical', choice.nearest_optical(self.optical(), day), 'No optical image')
        if 'series' in what:
            dates = choice.series(self.optical(), day, self.request.max_cloud, MOST_OF_SERIES)
            lines += [Line('series', scene, scene.megabytes) for scene in dates]
            left = len(self.optical()) - len(dates)
            if left:
                self.job.decide(f'{left} date(s) show too little of EXTENT, or are too many, and are left out.')
        passed = None
        if {'radar', 'reference-radar'} & set(what):
            passed = choice.nearest_pass(self.radar(), day, self.place.bbox)
            lines += self._line('radar', passed, 'No radar') if 'radar' in what else []
        if {'reference', 'reference-radar'} & set(what):
            clear = self.reference()
            lines += self._line('reference', clear, 'No clear image') if 'reference' in what else []
            if clear is not None and 'reference-radar' in what:
                lines += self._line('reference-radar', self.radar_of(clear.day, passed), 'No radar of the reference')
        if 'landcover' in what:
            lines.append(landcover_line(self.place))
        if not lines:
            raise InputError(
                f'Nothing was found from {self.start} to {self.end}. Give more DAYS, or check EXTENT and CATALOG.'
            )
        return lines

    def _line(self, what: str, scene: Scene | None, missing: str) -> list[Line]:
        if scene is not None:
            return [Line(what, scene, scene.megabytes)]
        self.job.decide(f'{missing} was found from {self.start} to {self.end}.')
        return []

    def get(self, lines: list[Line], share: tuple[float, float] = (0.05, 1.0)) -> Fetched:
        """Fetch what was found; ``share``: where the progress bar stands before and after."""
        total, pixels, brought = megabytes_of(lines) or 1.0, self.place.grid.width * self.place.grid.height, {}
        done = window = 0.0  # megabytes: of files that are there, and of the windows of the one that comes in
        fetched = Fetched(lines=lines)
        self.job.progress(share[0])

        def heard(came: int) -> None:
            nonlocal window
            windows = len(line.scene.items[0].bands) if line.scene else 1
            window = min(window + came / pixels / windows * line.megabytes, line.megabytes)
            self.job.progress(share[0] + (share[1] - share[0]) * min((done + window) / total, 1.0))

        work = Download(self.place, self.folder, self.reader, self.finder.sign, self.job, heard)
        for number, line in enumerate(lines, 1):
            self.job.stop_if_cancelled()
            if line.file not in brought:  # one scene may serve two ends
                brought[line.file] = self._bring(work, line)
                done, window = done + line.megabytes, 0.0
                self.job.log(f'{number} of {len(lines)}: {line.file}, {done:.1f} of about {total:.1f} MB.')
            fetched.files.append((line.what, line.scene, *brought[line.file]))
        fetched.decisions = tuple(self.job.decisions)
        fetched.scenes_json = write_list(fetched, self.request.scenes_json or str(self.folder / 'scenes.json'))
        return fetched

    def _bring(self, work: Download, line: Line) -> tuple[str, str]:
        if line.scene is None:
            return work.landcover(self.request.worldcover_root), ''
        return (work.radar(line.scene), '') if line.scene.is_radar else work.optical(line.scene)


def files_of(lines: list[Line]) -> dict[str, float]:
    """Return the files that a list stands for, each once, and their megabytes."""
    return {line.file: line.megabytes for line in lines}


def megabytes_of(lines: list[Line]) -> float:
    """Return about what all files of a list take."""
    return sum(files_of(lines).values())


def landcover_line(place: Place) -> Line:
    """Return the line of land cover in the list."""
    return Line('landcover', None, bytes_of_window(place.grid, 10.0, BYTES['landcover']) / 1e6)


def write_list(fetched: Fetched, path: str) -> str:
    """Write what was fetched as JSON, whole or not at all; no address is in it. Return the path."""
    entries = [
        {
            'what': what, 'file': path_, 'mask': mask, 'date': str(scene.day) if scene else '',
            'cloud_in_extent': scene.cloud if scene else None, 'seen_of_extent': scene.seen if scene else None,
            'items': [item.id for item in scene.items] if scene else [],
            'collections': sorted({item.collection for item in scene.items}) if scene else ['esa-worldcover'],
            'catalog': scene.items[0].catalog if scene else '', 'megabytes': scene.megabytes if scene else None,
        }
        for what, scene, path_, mask in fetched.files
    ]  # fmt: skip
    told = {'made_by': f'SAR2Optical {plugin_version()}', 'scenes': entries, 'decisions': list(fetched.decisions)}
    partial = f'{path}.{os.getpid()}.partial'
    try:
        Path(partial).write_text(json.dumps(told, indent=1), 'utf-8')
        os.replace(partial, path)
    except OSError as error:
        Path(partial).unlink(missing_ok=True)
        raise InputError(f'{Path(path).name} cannot be written ({error.strerror}). Choose another SCENES.') from error
    return path
