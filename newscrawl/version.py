"""The version of the package, which every record carries as ``extractor_version``."""

__version__ = "0.1.0"
