from hypothesis import given, settings
from hypothesis import strategies as st

from knutepunkt.plans import operations as op
from knutepunkt.plans.difference import applied, difference, flat, flat_difference, word_difference
from knutepunkt.plans.difference_words import change_words
from knutepunkt.plans.queries import whole_plan
from knutepunkt.plans.revisions import draft_content

texts = st.text(alphabet="aåb æø.,\n«»1", max_size=30)
entries = st.tuples(st.sampled_from(["goal", "activity", "point"]), st.sampled_from("abcd"))
plans = st.dictionaries(entries, st.fixed_dictionaries({"words": texts, "how": texts, "state": texts}), max_size=6)


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_the_parts_give_both_texts(old, new):
    parts = word_difference(old, new)

    assert "".join(text for op, text in parts if op != "added") == old
    assert "".join(text for op, text in parts if op != "removed") == new


@settings(max_examples=200, deadline=None)
@given(plans, plans)
def test_the_difference_applied_to_the_old_gives_the_new(old, new):
    changes = flat_difference(old, new)

    assert applied(old, changes) == new
    assert (changes == ()) == (old == new)


def test_a_plan_against_itself_differs_in_nothing(making):
    _plan, _goal, _activity, revision = making.in_force()

    assert difference(revision.content, revision.content) == ()


def test_what_is_added_removed_and_worded_otherwise(making):
    plan, goal, activity, revision = making.in_force()
    with making.as_ingrid() as ingrid:
        by = {"by": ingrid, "at": making.at}
        op.change_goal(goal=goal, words="Jeg vil tilbake på jobb.", **by)
        op.add_goal(plan=plan, words="Jeg vil gå til butikken.", life_area="health", **by)
        op.change_activity(activity=activity, amount="Fem ganger i uken", **by)
        op.write_texts(plan=plan, agreement_meetings="Ingrid kaller inn.", **by)
        newer = draft_content(whole_plan(ingrid, plan.pk, at=making.at))

    changes = difference(revision.content, newer)

    assert [(c.kind, c.op, [f.name for f in c.fields if f.parts][:1]) for c in changes] == [
        ("plan", "changed", ["agreement_meetings"]),
        ("goal", "changed", ["words"]),
        ("goal", "added", ["words"]),
        ("activity", "changed", ["amount"]),
    ]
    assert changes[1].fields[0].parts[-2:] == (("added", "jobb"), ("same", "."))
    assert applied(flat(revision.content), changes) == flat(newer)
    words = change_words(changes, revision.content, newer)
    assert [each.name for each in words] == [
        "",
        "Jeg vil tilbake på jobb.",
        "Jeg vil gå til butikken.",
        "Trening med logoped",
    ]
