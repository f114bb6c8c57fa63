"""How persons are found and ordered: stored columns, for under row-level security only plain operators may use an index.

Names are found from their first, second, third and fourth word on, hyphens as spaces, so that a middle name or the second of two
family names finds the person too.
"""

from django.db import migrations

ORDERS = """
ALTER TABLE people_person
  ADD COLUMN name_order text GENERATED ALWAYS AS (norwegian_order(family_name || ' ' || given_name)) STORED,
  ADD COLUMN given_order text GENERATED ALWAYS AS (norwegian_order(given_name || ' ' || family_name)) STORED;
CREATE INDEX person_name_order ON people_person (organisation_id, name_order text_pattern_ops, id);
CREATE INDEX person_given_order ON people_person (organisation_id, given_order text_pattern_ops, id);
"""


NAME = "trim(translate(given_name || ' ' || family_name, '-', ' '))"


def words_from(place: int) -> str:
    before = r"\S+\s+" * (place - 1)
    return f"norwegian_order(substring({NAME} from '^{before}(.*)$'))"


WORDS = "".join(
    f"""
ALTER TABLE people_person ADD COLUMN {column} text GENERATED ALWAYS AS ({words_from(place)}) STORED;
CREATE INDEX person_{column} ON people_person (organisation_id, {column} text_pattern_ops) WHERE {column} IS NOT NULL;
"""
    for place, column in ((1, "first_order"), (2, "second_order"), (3, "third_order"), (4, "fourth_order"))
)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(ORDERS + WORDS, migrations.RunSQL.noop)]
