"""Generated pages about the bundle a person may take along: its parts as a table, its data as JSON Schema."""

import json


def bundle_pages() -> dict[str, str]:
    """The parts with their fields, the tables left out with the reason, and the schema."""
    from django.utils import translation

    from knutepunkt.foundation import bundle

    with translation.override("en"):
        lines = ["# Parts of the bundle", "", "| part | what | fields |", "| --- | --- | --- |"]
        for part in sorted(bundle.in_order(), key=lambda one: one.key):
            fields = ", ".join(f"`{field.attname}`" for field in part.columns)
            lines.append(f"| `{part.key}` | {part.heading} | {fields} |")
        lines += ["", "## Left out", "", "| table | why |", "| --- | --- |"]
        lines += [
            f"| `{model._meta.label}` | {why} |"
            for model, why in sorted(bundle.LEFT_OUT.items(), key=lambda pair: pair[0]._meta.label)
        ]
    return {"bundle.md": "\n".join(lines), "bundle.schema.json": json.dumps(bundle.schema(), indent=1, sort_keys=True)}
