"""Names from their first, second, third and fourth word on, hyphens as spaces, so that a middle name or the second of two
family names finds the person too.
"""

from django.db import migrations

NAME = "trim(translate(given_name || ' ' || family_name, '-', ' '))"


def words_from(place: int) -> str:
    before = r"\S+\s+" * (place - 1)
    return f"norwegian_order(substring({NAME} from '^{before}(.*)$'))"


COLUMNS = "".join(
    f"""
ALTER TABLE people_person ADD COLUMN {column} text GENERATED ALWAYS AS ({words_from(place)}) STORED;
CREATE INDEX person_{column} ON people_person (organisation_id, {column} text_pattern_ops) WHERE {column} IS NOT NULL;
"""
    for place, column in ((1, "first_order"), (2, "second_order"), (3, "third_order"), (4, "fourth_order"))
)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_search")]
    operations = [migrations.RunSQL(COLUMNS, migrations.RunSQL.noop)]
