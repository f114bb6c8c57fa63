from dataclasses import replace
from datetime import date

import pytest

from knutepunkt import law
from knutepunkt.plans import operations as op
from knutepunkt.plans.completeness import counted, points
from knutepunkt.plans.queries import whole_plan

TODAY = date(2026, 11, 24)
ELEVENTH = {
    "key": "digital-life",
    "number": 11,
    "label": "11",
    "valid_from": date(2027, 1, 1),
    "filled_by": "text",
    "basis": [{"act": "ip-regulation", "at": "§ 9 nr. 11"}],
    "name": {"nb": "Digital hverdag", "nn": "Digital kvardag", "en": "Digital life"},
    "help": {"nb": "Hva som trengs.", "nn": "Kva som trengst.", "en": "What is needed."},
}


@pytest.fixture
def whole(making):
    plan, *_rest = making.filled()
    with making.as_ingrid() as ingrid:
        return whole_plan(ingrid, plan.pk, at=making.at)


def missing(whole, on=TODAY):
    return {status.key for status in points(whole, on=on) if status.state == "miss"}


def test_a_plan_with_everything_lacks_nothing(whole):
    assert missing(whole) == set()
    assert counted(points(whole, on=TODAY)) == (10, 10)


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({"goals": ()}, {"goals", "activities"}),
        ({"needs": ""}, {"goals"}),
        ({"resources": ""}, {"goals"}),
        ({"team": ()}, {"participants", "contributions"}),
        ({"main_responsible_id": None}, {"responsible"}),
        ({"contact_doctor": ""}, {"coordinator"}),
        ({"review_on": None}, {"period"}),
        ({"starts_on": None}, {"period"}),
        ({"consents": ()}, {"consent"}),
        ({"cooperation": ""}, {"cooperation"}),
        ({"birth_date": date(2016, 5, 1)}, {"child-participation"}),
    ],
)
def test_each_point_is_computed_from_its_part(whole, change, lacking):
    assert missing(replace(whole, **change)) - {"carrying-out"} == lacking


def test_how_it_is_done_stands_on_the_activities_or_in_one_text(whole):
    goal = whole.goals[0]
    bare = replace(whole, goals=(replace(goal, activities=(replace(goal.activities[0], how=""),)),))

    assert missing(bare) == {"carrying-out"}
    assert missing(replace(bare, carried_out="Alle trener på kontoret.")) == set()


def test_the_childs_part_does_not_apply_to_an_adult(whole):
    status = points(whole, on=TODAY)[-1]

    assert (status.key, status.state, status.applies, status.where or "") == (
        "child-participation", "na", False, status.where,
    )  # fmt: skip


def test_a_point_left_out_for_a_reason_is_settled_with_the_reason(making):
    plan, *_rest = making.filled()
    with making.as_ingrid() as ingrid:
        op.write_texts(plan=plan, by=ingrid, at=making.at, cooperation="")
        op.leave_out(
            plan=plan, key="cooperation", reason="Hun har ingen andre tjenester enn disse.", by=ingrid, at=making.at
        )
        whole = whole_plan(ingrid, plan.pk, at=making.at)

    status = next(status for status in points(whole, on=TODAY) if status.key == "cooperation")
    assert (status.state, status.left_out, status.reason) == ("na", True, "Hun har ingen andre tjenester enn disse.")
    assert missing(whole) == set()


def test_nine_points_before_the_regulation_of_2022(whole):
    assert len(points(whole, on=date(2020, 1, 1))) == 9


def test_an_eleventh_point_in_the_data_alone_counts_for_plans_dated_after(making, tmp_path):
    plan, *_rest = making.filled()
    with making.as_ingrid() as ingrid:
        whole = whole_plan(ingrid, plan.pk, at=making.at)
    with law.overlay({"content_point": [ELEVENTH]}):
        assert missing(whole, date(2026, 12, 31)) == set()
        assert missing(whole, date(2027, 1, 1)) == {"digital-life"}
        assert counted(points(whole, on=date(2027, 1, 1))) == (10, 11)
        later = making.at.replace(year=2027)
        with making.as_ingrid() as ingrid:
            with pytest.raises(op.NoSuchPoint):
                op.answer_point(plan=plan, key="digital-life", text="Nettbrett.", by=ingrid, at=making.at)
            op.answer_point(plan=plan, key="digital-life", text="Nettbrett og opplæring.", by=ingrid, at=later)
            whole = whole_plan(ingrid, plan.pk, at=making.at)
        assert missing(whole, date(2027, 1, 1)) == set()


def test_what_is_missing_leads_to_where_it_is_mended(whole):
    bare = replace(whole, cooperation="", review_on=None, main_responsible_id=None)

    where = {status.key: status.where for status in points(bare, on=TODAY) if status.state == "miss"}
    assert where == {
        "cooperation": f"/plans/{whole.id}/texts/#id_cooperation",
        "period": f"/plans/{whole.id}/period/",
        "responsible": f"/plans/{whole.id}/responsible/",
    }
