"""The engine: numpy and osgeo.gdal alone, usable from any Python that has GDAL."""
