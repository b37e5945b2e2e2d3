"""What has a window: the live preview, the models page, the installer. Imported only where QGIS shows a main window."""
