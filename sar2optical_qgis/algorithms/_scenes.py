"""What the algorithms that fetch scenes share: place, date, catalogue, and the request of the core made of them."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingException,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
)

from .. import network
from ..core.catalog import worldcover
from ..core.catalog.providers import DEFAULT
from ..core.catalog.request import FetchScenes
from ..core.description import compression
from ..core.errors import Cancelled, InputError, Sar2OpticalError
from ..core.raster.delivery import Delivery, delivering
from ..core.sentinel.dates import parse_date
from ..host import gdal_exceptions, versions
from ._base import Sar2OpticalAlgorithm
from ._parameters import explain, of_parameter, text

DATE = QgsProcessingParameterDateTime.Type.Date
DOUBLE = QgsProcessingParameterNumber.Type.Double
GROUP = ('place', 'Pictures of a place')


class ScenesAlgorithm(Sar2OpticalAlgorithm):
    """An algorithm that asks catalogues. A subclass gives `run(request, fetch, feedback, ...)` its meaning."""

    GROUP = GROUP

    def add_place(self, days):
        """EXTENT, DATE, DAYS, CATALOG, FOLDER, RESOLUTION, AUTH and WORLDCOVER."""
        for parameter in (
            explain(
                QgsProcessingParameterExtent('EXTENT', 'Place'),
                'The rectangle, in any CRS. Scenes come on whole pixels of the UTM zone of its middle.',
            ),
            explain(
                QgsProcessingParameterDateTime('DATE', 'Date', DATE),
                'The day that is wanted, such as 2024-07-25.',
            ),
            text(
                'DAYS',
                'Days before and after',
                days,
                'How far around DATE scenes are looked for: two whole numbers, such as 30,10. A clear reference is '
                'looked for up to 400 days away.',
            ),
            text(
                'CATALOG',
                'Catalogue',
                DEFAULT,
                'Where to look: planetary-computer, earth-search or copernicus; or the URL of a STAC API or of a '
                'static catalogue; or a folder with STAC items. Several, separated by commas: what the first lacks is '
                'looked for in the next.',
            ),
            explain(
                QgsProcessingParameterFolderDestination('FOLDER', 'Folder for the scenes'),
                'Scenes go into a folder of their place inside this one. What lies there whole is not fetched again.',
            ),
            explain(
                QgsProcessingParameterNumber(
                    'RESOLUTION', 'Pixel size (m)', type=DOUBLE, defaultValue=10.0, minValue=5.0, maxValue=1000.0
                ),
                'Metres. Coarser pixels are read from overviews, which is quicker.',
                advanced=True,
            ),
            explain(
                QgsProcessingParameterAuthConfig('AUTH', 'Account of the catalogue', optional=True),
                'An authentication of QGIS, where the catalogue asks for one: user and password or an API header; for '
                'the Copernicus Data Space the two S3 keys as user and password.',
                advanced=True,
            ),
            text(
                'WORLDCOVER',
                'Land cover from',
                worldcover.ROOT,
                'Where the files of ESA WorldCover 2021 lie: the public store, a mirror of it, or a folder.',
                advanced=True,
            ),
            of_parameter(compression()),
        ):
            self.addParameter(parameter)

    def request_from(self, parameters, context):
        """The core's FetchScenes without WHAT. Runs in the main thread, which knows proxies and passwords."""
        day = self.parameterAsDateTime(parameters, 'DATE', context).date()
        rectangle = self.parameterAsExtent(parameters, 'EXTENT', context)
        if rectangle.isNull() or rectangle.isEmpty():
            raise QgsProcessingException('EXTENT is empty. Draw a rectangle over the place, or give its coordinates.')
        crs = self.parameterAsExtentCrs(parameters, 'EXTENT', context)
        catalog = self.parameterAsString(parameters, 'CATALOG', context) or DEFAULT
        authcfg = self.parameterAsString(parameters, 'AUTH', context)
        before, after = self._days(parameters, context)
        try:
            given = parse_date(day.toString('yyyy-MM-dd') if day.isValid() else '', 'DATE')
            access = network.access_for(catalog, authcfg)
        except InputError as error:
            raise QgsProcessingException(str(error)) from error
        self._authcfg = authcfg
        return FetchScenes(
            extent=(rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum()),
            crs=crs.toWkt() if crs.isValid() else '',
            day=given,
            folder='',
            before=before,
            after=after,
            catalog=catalog,
            resolution_m=self.parameterAsDouble(parameters, 'RESOLUTION', context),
            worldcover_root=self.parameterAsString(parameters, 'WORLDCOVER', context) or worldcover.ROOT,
            access=access,
        )

    def _days(self, parameters, context):
        told = self.parameterAsString(parameters, 'DAYS', context)
        parts = [part.strip() for part in told.split(',')]
        if len(parts) != 2 or not all(part.isdigit() for part in parts):
            raise QgsProcessingException(
                f'DAYS "{told}" cannot be read. Give the days before and after, such as 30,10.'
            )
        return int(parts[0]), int(parts[1])

    def prepareAlgorithm(self, parameters, context, feedback):
        with gdal_exceptions():
            self._request = self.request_from(parameters, context)
        self._delivery = Delivery(self.parameterAsEnumString(parameters, 'COMPRESSION', context))
        return True

    def ask(self, request, feedback, **options):
        """Run a request of the core; None where the user stopped it."""
        feedback.pushInfo(', '.join(f'{name} {version}' for name, version in versions().items()))
        scenes = getattr(request, 'scenes', request)
        fetch = network.fetch_for(feedback, self._authcfg, network.hosts_of(scenes.catalog), scenes.patience)
        try:
            with gdal_exceptions(), delivering(self._delivery):
                return request.run(
                    fetch,
                    progress=lambda fraction: feedback.setProgress(100.0 * fraction),
                    cancelled=feedback.isCanceled,
                    log=feedback.pushInfo,
                    **options,
                )
        except Cancelled:
            feedback.pushInfo('The run was cancelled. Scenes that are there whole are kept.')
            return None
        except Sar2OpticalError as error:
            raise QgsProcessingException(str(error)) from error
