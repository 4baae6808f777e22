"""`newscrawl schema`: the record's schema, for whoever reads the data."""

from __future__ import annotations

import json

import click

from newscrawl.cli.output import open_output


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "arrow", "markdown"]),
    default="json",
    show_default=True,
    help="json: JSON Schema (2020-12); arrow: the Arrow schema; markdown: the data dictionary.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here instead of stdout.")
def schema(form: str, output: str) -> None:
    """Print the schema of a record.

    \b
    Examples:
      newscrawl schema > article.schema.json
      newscrawl schema | jq '.properties | keys'
      newscrawl schema --format markdown -o fields.md
    """
    with open_output(output) as stream:
        stream.write(_FORMS[form]().encode())


def _json() -> str:
    from newscrawl.schema import json_schema

    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _arrow() -> str:
    from newscrawl.schema import arrow_schema

    return "".join(f"{field.name}: {field.type}\n" for field in arrow_schema())


def _markdown() -> str:
    from newscrawl.cli.docs import NOTE, schema_page

    return schema_page().replace(f"{NOTE}\n\n", "")


_FORMS = {"json": _json, "arrow": _arrow, "markdown": _markdown}
