"""What is kept back within a plan: rows that hang on a withheld goal, and earlier versions, which hold every topic in one document."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_APP_ROLE
HEAD = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $f$"
WITHHELD = "ALL (ARRAY(SELECT withheld_ids()))"
MINE = """e.organisation_id = (SELECT kp_organisation()) AND e.starts <= (SELECT kp_at()) AND (e.ends IS NULL OR e.ends > (SELECT kp_at()))
     AND (e.account_id = (SELECT kp_account()) OR e.unit_id = ANY (ARRAY(SELECT my_unit_ids())))"""

ROWS = f"""
CREATE POLICY with_its_goal ON plans_goal AS RESTRICTIVE
  USING (parent_id IS NULL OR parent_id <> {WITHHELD}) WITH CHECK (true);
CREATE POLICY with_its_goal ON plans_activity AS RESTRICTIVE USING (goal_id <> {WITHHELD}) WITH CHECK (true);

-- A version as it lies in the table is for those from whom nothing of the person is kept, neither a topic nor a single row.
CREATE FUNCTION partly_withheld_person_ids() RETURNS SETOF uuid {HEAD}
  SELECT e.person_id FROM access_exclusion e WHERE {MINE} AND (e.topics IS NOT NULL OR e.object_id IS NOT NULL)
$f$;
CREATE POLICY nothing_withheld ON plans_revision AS RESTRICTIVE TO {APP}
  USING ((SELECT kp_sees_all()) OR person_id <> ALL (ARRAY(SELECT partly_withheld_person_ids()))) WITH CHECK (true);
-- The functions below read the table as its owner, and answer for the account of the transaction only.
ALTER POLICY seen_rows ON plans_revision TO {APP};
ALTER POLICY open_rows ON plans_revision TO {APP};
"""

# Who sees the file, not only some topics of it, sees its versions.
SEEN = """r.organisation_id = (SELECT kp_organisation()) AND r.plan_id = which AND r.id <> ALL (ARRAY(SELECT withheld_ids()))
     AND ((SELECT kp_sees_all()) OR (r.person_id <> ALL (ARRAY(SELECT closed_person_ids()))
       AND (r.person_id = ANY (ARRAY(SELECT wholly_visible_person_ids()))
         OR (r.person_id = ANY (ARRAY(SELECT visible_person_ids())) AND 'file' IN (SELECT visible_topics())))))"""

LINES = f"""
CREATE FUNCTION kept_revision_lines(which uuid)
RETURNS TABLE (number integer, made_at timestamptz, made_by varchar, answer_id uuid) {HEAD}
  SELECT r.number, r.made_at, r.made_by, r.answer_id FROM plans_revision r WHERE {SEEN}
$f$;
"""


def listed(name: str, condition: str) -> str:
    """A list of the document without the entries that are not seen, in its own order."""
    return (
        f"'{name}', coalesce((SELECT jsonb_agg(x.v ORDER BY x.n) FROM jsonb_array_elements(coalesce(content->'{name}', '[]')) "
        f"WITH ORDINALITY x(v, n) WHERE coalesce((x.v->>'id')::uuid <> ALL (kept), true) AND {condition}), '[]'::jsonb)"
    )


OF_A_TOPIC = "(topics IS NULL OR x.v->>'topic' = ANY (topics))"
GOALS = "SELECT g->>'id' FROM jsonb_array_elements(content->'goals') g WHERE (g->>'id')::uuid <> ALL (kept)"
SEES = "(topics IS NULL OR {} = ANY (topics))"
# `topics` null: all. The same rows are left out that row-level security leaves out of the plan as it stands.
WITHOUT = f"""
CREATE FUNCTION without_what_is_kept(content jsonb, topics text[], kept uuid[]) RETURNS jsonb LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $f$
  SELECT content || jsonb_build_object(
    'plan', (content->'plan') || jsonb_build_object(
      'important', CASE WHEN {SEES.format("'goals'")} THEN content->'plan'->'important' ELSE '""'::jsonb END,
      'resources', CASE WHEN {SEES.format("'assessment'")} OR content->'plan'->>'resources_assessed' = 'false'
                        THEN content->'plan'->'resources' ELSE '""'::jsonb END),
    {listed("goals", f"{OF_A_TOPIC} AND coalesce((x.v->>'parent_id')::uuid <> ALL (kept), true)")},
    {listed("activities", f"{OF_A_TOPIC} AND (x.v->>'goal_id')::uuid <> ALL (kept)")},
    {listed("comments", f"x.v->>'goal_id' IN ({GOALS} AND (topics IS NULL OR g->>'topic' = ANY (topics)))")},
    {listed("sub_plans", OF_A_TOPIC)},
    {listed("team", "true")}, {listed("consents", "true")}, {listed("notes", "true")}, {listed("coordinators", "true")},
    'answer', CASE WHEN {SEES.format("'goals'")} AND coalesce((content->'answer'->>'id')::uuid <> ALL (kept), true)
                   THEN content->'answer' ELSE 'null'::jsonb END)
$f$;
CREATE FUNCTION kept_revisions(which uuid)
RETURNS TABLE (number integer, made_at timestamptz, made_by varchar, answer_id uuid, content jsonb) {HEAD}
  SELECT r.number, r.made_at, r.made_by, r.answer_id,
         without_what_is_kept(r.content,
           CASE WHEN (SELECT kp_sees_all()) OR r.person_id = ANY (ARRAY(SELECT wholly_visible_person_ids())) THEN NULL
                ELSE ARRAY(SELECT visible_topics()) END,
           ARRAY(SELECT withheld_ids()))
    FROM plans_revision r WHERE {SEEN}
$f$;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_one_plan"), ("access", "0002_functions")]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (ROWS, LINES, WITHOUT)]
