"""A dataset in other forms: Parquet, CSV, SQLite, DuckDB. One module writes each.

``job`` runs an export: what is done and what is left, and atomic at the end; ``package`` describes
what came of it.
"""

from newscrawl.output.export.job import FORMS, Exported, export

__all__ = ["FORMS", "Exported", "export"]
