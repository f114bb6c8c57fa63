from rooms.plans.making import Making


def test_a_plan_goes_from_draft_into_force(making):
    plan, _goal, _activity, revision = making.in_force()

    assert plan.state == "active"
    assert revision.number == 1
    making.follow_up.refresh_from_db()
    assert making.follow_up.state == "plan-active"
