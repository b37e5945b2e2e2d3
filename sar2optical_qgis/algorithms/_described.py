"""Algorithms made from the description of a task: one table for Processing, the web service and the translations."""

from __future__ import annotations

from typing import ClassVar

from ..core.description import Description, delivery
from ._generating import GeneratingAlgorithm, Result
from ._parameters import of_output, of_parameter
from ._sources import bounds


class DescribedAlgorithm(GeneratingAlgorithm):
    """An algorithm whose identity, parameters and request are those of DESCRIPTION.

    A subclass gives ICON and STYLES {output id: of styling.py}.
    """

    DESCRIPTION: Description
    STYLES: ClassVar[dict] = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        told = cls.DESCRIPTION
        cls.NAME, cls.TITLE, cls.GROUP, cls.TAGS = told.id, told.title, told.group, told.tags
        cls.SUMMARY, cls.HELP = told.summary, told.help
        cls.REMEDIES = {parameter.id: parameter.remedy for parameter in told.parameters if parameter.remedy}
        cls.RESULTS, cls.FOLDERS = (
            {o.id: Result(o.field, o.name, cls.STYLES[o.id]) for o in told.outputs if o.kind == kind}
            for kind in ('raster', 'folder')
        )

    def initAlgorithm(self, configuration=None):
        for part in (
            *map(of_parameter, self.DESCRIPTION.parameters),
            *(map(of_parameter, delivery()) if self.RESULTS else ()),
            *map(of_output, self.DESCRIPTION.outputs),
        ):
            self.addParameter(part)
        self.add_reports()

    def source_name(self, parameters, context):
        first = self.DESCRIPTION.parameters[0]
        return self._layers(first, parameters, context)[0].name()

    def request_from(self, parameters, context):
        told = self.DESCRIPTION
        return told.request(**{part.field: self._value(part, parameters, context) for part in told.parameters})

    def _layers(self, parameter, parameters, context):
        if parameter.kind == 'rasters':
            return self.sources(parameters, parameter.id, context)[0]
        return [self.source(parameters, parameter.id, context)[0]]

    def _value(self, parameter, parameters, context):
        """What the user chose, as the field of the request takes it."""
        name, first = parameter.id, self.DESCRIPTION.parameters[0]
        if parameter.kind == 'extent':
            return bounds(self, parameters, context, self._layers(first, parameters, context)[0], first.id)
        read = {
            'raster': lambda: self.source(parameters, name, context)[1],
            'rasters': lambda: self.sources(parameters, name, context)[1],
            'choice': lambda: self.parameterAsEnumString(parameters, name, context) or parameter.default,
            'text': lambda: self.parameterAsString(parameters, name, context),
            'number': lambda: self.parameterAsInt(parameters, name, context),
        }
        return read[parameter.kind]()
