"""The XML of products, as GDAL parses it: no other parser is in the plugin."""

from __future__ import annotations

from collections.abc import Iterator

from osgeo import gdal

from ..errors import InputError


def read_xml(path: str) -> list | None:
    """Return an XML file as GDAL parses it, nested [kind, name, children ...]; None where there is none."""
    if gdal.VSIStatL(path) is None:
        return None
    file = gdal.VSIFOpenL(path, 'rb')
    try:
        text = gdal.VSIFReadL(1, gdal.VSIStatL(path).size, file).decode('utf-8', 'replace')
        tree = gdal.ParseXMLString(text)
    except (RuntimeError, AttributeError, TypeError) as error:
        raise InputError(f'{path} cannot be understood ({error}). Get the product again.') from error
    finally:
        gdal.VSIFCloseL(file)
    return tree


def find(node: list, name: str) -> Iterator[list]:
    """Yield every element of that name below a node."""
    for child in node[2:]:
        if isinstance(child, list):
            if child[0] == gdal.CXT_Element and child[1] == name:
                yield child
            yield from find(child, name)


def text_of(node: list, name: str) -> str:
    """Return the text of the first element of that name below a node, '' where there is none."""
    found = next(find(node, name), None)
    return '' if found is None else next((c[1] for c in found[2:] if c[0] == gdal.CXT_Text), '')
