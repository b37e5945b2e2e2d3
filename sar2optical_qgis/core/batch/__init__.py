"""Many scenes on many processes: ``python -m sar2optical_qgis.core.batch scenes.json``."""
