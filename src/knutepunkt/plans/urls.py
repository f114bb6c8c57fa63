from django.urls import path, register_converter

from knutepunkt.plans.views import activities, answers, elsewhere, goals, pages, seen, texts, together

app_name = "plans"


class GoalMove:
    """The one-click moves of a goal."""

    regex = "accept|attain|take-up"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ActivityAnswer(GoalMove):
    """Moves of an activity that need words."""

    regex = "agree|decline|stop"


class ActivityMove(GoalMove):
    """The one-click moves of an activity."""

    regex = "start|complete"


class PlanStop(GoalMove):
    """Moves of a plan that need a reason."""

    regex = "pause|end"


for name, converter in (
    ("goal_move", GoalMove),
    ("answer", ActivityAnswer),
    ("activity_move", ActivityMove),
    ("stop", PlanStop),
):
    register_converter(converter, f"plans_{name}")

urlpatterns = [
    path("asked/", activities.asked, name="asked"),
    path("activities/<uuid:activity_id>/", activities.activity, name="activity"),
    path("activities/<uuid:activity_id>/change/", activities.change_activity, name="change-activity"),
    path("activities/<uuid:activity_id>/takeover/", activities.takeover, name="takeover"),
    path("activities/<uuid:activity_id>/<plans_answer:move>/", activities.activity_answer, name="activity-answer"),
    path("activities/<uuid:activity_id>/<plans_activity_move:move>/", activities.activity_move, name="activity-move"),
    path("elsewhere/<uuid:follow_up_id>/", elsewhere.elsewhere, name="elsewhere"),
    path("questions/<uuid:question_id>/", elsewhere.question, name="question"),
    path("received/<uuid:question_id>/", elsewhere.received, name="received"),
    path("sub-plans/<uuid:sub_plan_id>/removal/", together.unlink, name="unlink"),
    path("disagreements/<uuid:disagreement_id>/", together.decide, name="decide"),
    path("<uuid:plan_id>/sub-plans/", together.link, name="link"),
    path("<uuid:plan_id>/disagreement/", together.disagree, name="disagree"),
    path("new/<uuid:follow_up_id>/", answers.draft, name="new"),
    path("<uuid:plan_id>/", pages.plan, name="plan"),
    path("<uuid:plan_id>/print/", pages.printed, name="print"),
    path("<uuid:plan_id>/as/<uuid:staff_id>/", seen.seen_as, name="seen-as"),
    path("<uuid:plan_id>/revisions/", pages.revisions, name="revisions"),
    path("<uuid:plan_id>/revisions/<int:number>/", pages.revision, name="revision"),
    path("<uuid:plan_id>/differences/<int:number>/", pages.differences, name="differences"),
    path("<uuid:plan_id>/goals/new/", goals.new_goal, name="new-goal"),
    path("<uuid:plan_id>/goals/<uuid:goal_id>/", goals.goal, name="goal"),
    path("<uuid:plan_id>/goals/<uuid:goal_id>/comment/", goals.comment, name="comment"),
    path("<uuid:plan_id>/goals/<uuid:goal_id>/let-go/", goals.let_go, name="let-go"),
    path("<uuid:plan_id>/goals/<uuid:goal_id>/<plans_goal_move:move>/", goals.goal_move, name="goal-move"),
    path("<uuid:plan_id>/goals/<uuid:goal_id>/activities/new/", activities.new_activity, name="new-activity"),
    path("<uuid:plan_id>/texts/", texts.texts, name="texts"),
    path("<uuid:plan_id>/agreement/", texts.agreement, name="agreement"),
    path("<uuid:plan_id>/period/", texts.period, name="period"),
    path("<uuid:plan_id>/responsible/", texts.responsible, name="responsible"),
    path("<uuid:plan_id>/points/<slug:key>/", texts.point, name="point"),
    path("<uuid:plan_id>/points/<slug:key>/leave-out/", texts.leave_out, name="leave-out"),
    path("<uuid:plan_id>/answer/", answers.record_answer, name="answer"),
    path("<uuid:plan_id>/activate/", answers.activate, name="activate"),
    path("<uuid:plan_id>/revise/", answers.revise, name="revise"),
    path("<uuid:plan_id>/resume/", answers.resume, name="resume"),
    path("<uuid:plan_id>/<plans_stop:move>/", answers.stop, name="stop"),
]
