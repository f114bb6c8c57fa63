"""Does a story notice when an operation does nothing? Each one is made to do nothing, and the story that uses it must break.

Not part of the ordinary run, for it walks a story for every operation: `./kp test tests/stories/mutations.py`.
"""

import sys
from importlib import import_module

import pytest

from stories.arne import Arne
from stories.test_s1_other_ways import Arvid
from stories.test_s9_no import Odd, Turid
from stories.test_s17_enquiry import Application, Enquiry, NoNeed, OwnInitiative
from stories.test_s18_wrong_or_dead import Gerd, Harald
from stories.walking import Stage

MUTATIONS = [
    ("intake.operations.send_notice", Arne),
    ("intake.operations.join_admission", Arne),
    ("intake.operations.acknowledge", Arne),
    ("intake.telling.tell_acknowledged", Arne),
    ("intake.operations.record_wish", Arne),
    ("intake.sight.show_content", Arne),
    ("intake.operations.accept", Arne),
    ("consent.operations.record_consent", Arne),
    ("coordination.operations.say_what_is_important", Arne),
    ("coordination.operations.save_assessment", Arne),
    ("coordination.operations.set_need_level", Arne),
    ("coordination.operations.ask_service", Arne),
    ("coordination.operations.name_coordinator", Arne),
    ("coordination.operations.accept_appointment", Arne),
    ("coordination.operations.appoint", Arne),
    ("access.grants.refresh_person", Arne),
    ("plans.operations.draft_plan", Arne),
    ("plans.operations.add_goal", Arne),
    ("plans.operations.add_activity", Arne),
    ("plans.operations.agree_activity", Arne),
    ("plans.operations.write_texts", Arne),
    ("plans.operations.set_period", Arne),
    ("plans.operations.set_main_responsible", Arne),
    ("coordination.operations.add_care_team_member", Arne),
    ("plans.operations.comment_goal", Arne),
    ("plans.operations.answer_plan", Arne),
    ("plans.operations.activate", Arne),
    ("coordination.operations.plan_activated", Arne),
    ("plans.operations.start_activity", Arne),
    ("exchange.operations.receive", Arvid),
    ("intake.copies.copy_for_message", Arvid),
    ("coordination.operations.go_on_without_plan", Turid),
    ("coordination.operations.write_note", Turid),
    ("coordination.operations.sign_note", Turid),
    ("intake.operations.refuse", Odd),
    ("coordination.operations.draft_decision", Odd),
    ("coordination.operations.make_decision", Odd),
    ("coordination.operations.tell_decision", Odd),
    ("intake.operations.answer_enquiry", Enquiry),
    ("intake.operations.receive_notice", Enquiry),
    ("intake.operations.record_wish", OwnInitiative),
    ("intake.operations.hand_on", Application),
    ("intake.operations.find_no_need", NoNeed),
    ("portal.operations.ask_for_help", NoNeed),
    ("intake.operations.enter_in_error", Gerd),
    ("intake.sight.close_content", Gerd),
    ("messaging.operations.queue_letter", Gerd),
    ("audit.log.record_view", Gerd),
    ("audit.log.record", Gerd),
    ("intake.operations.rest_until", Harald),
    ("people.operations.report_death", Harald),
    ("people.operations.cancel_death", Harald),
    ("messaging.operations.stop_all", Harald),
    ("tasks.operations.stop_all", Harald),
    ("messaging.operations.restore", Harald),
    ("tasks.operations.restore", Harald),
]


def nothing(*args, **kwargs):
    """What every operation does when it is mutated."""
    return 0


@pytest.fixture
def idle(monkeypatch, live):
    """Make an operation do nothing wherever the running product has taken it by name."""
    from knutepunkt.intake.views.outcome import OUTCOMES

    def make_idle(path):
        module, _dot, name = path.rpartition(".")
        operation = getattr(import_module(f"knutepunkt.{module}"), name)
        found = 0
        for here, loaded in list(sys.modules.items()):
            if here.startswith("knutepunkt"):
                for key in [key for key, value in vars(loaded).items() if value is operation]:
                    monkeypatch.setattr(loaded, key, nothing)
                    found += 1
        assert found, path
        taken = [outcome for outcome in OUTCOMES if outcome.act is operation]
        for outcome in taken:
            object.__setattr__(outcome, "act", nothing)
        return lambda: [object.__setattr__(outcome, "act", operation) for outcome in taken]

    return make_idle


@pytest.fixture
def live_stage(live, browser):
    """Impatient people: what is missing is missed soon."""
    opened = Stage(live, browser, patience=6000)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("operation", "story"), MUTATIONS, ids=[f"{path} in {story.__name__}" for path, story in MUTATIONS]
)
def test_the_story_breaks(operation, story, idle, live_stage, pytestconfig):
    told = story(live_stage)
    put_back = idle(operation)
    try:
        getattr(told, told.steps()[-1])()
    except Exception as error:  # noqa: BLE001 -- any way of breaking will do
        said = " ".join(str(error).split())[:160]
        pytestconfig.get_terminal_writer().line(
            f"\n{operation}: breaks at {told.broken[0]}: {type(error).__name__} {said}"
        )
    else:
        pytest.fail(f"Nobody notices when {operation} does nothing.")
    finally:
        put_back()
