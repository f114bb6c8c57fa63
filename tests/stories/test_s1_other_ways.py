"""S1 in other ways: by electronic message; with the keyboard alone; without JavaScript."""

import pytest

from stories.arne import FromNoticeToPlan
from stories.backstage import Invented, today
from stories.ostbyen import OstbyenStory
from stories.telling import step
from stories.walking import Stage

TRONDHEIM = (("Trondheim kommune", 8151000), ("Helse- og velferd Østbyen", 8151011))


class Arvid(OstbyenStory):
    """The ward's own system sends the notice."""

    @step
    def when_the_wards_system_sends_an_electronic_message(self):
        from messages import make

        self.arvid = Invented("Arvid", 58)
        patient = make.Person(self.arvid.given, self.arvid.family, self.arvid.born, self.arvid.number, "1")
        self.msg_id = f"soknad-{self.arvid.number}"
        data = make.message(
            "HELSEOPPL_SOKNAD", msg_id=self.msg_id, patient=patient, receiver=TRONDHEIM, admitted=f"{today()}T00:10:00", ready=f"{today()}",
            generated_at=f"{today()}T00:15:00",
        )  # fmt: skip
        file = {"name": "melding.xml", "mimeType": "application/xml", "buffer": data}
        self.hanne.open("/messages/upload/").send(message_files=file)

    @step
    def then_the_technical_receipt_is_there_at_once(self):
        self.message, result, self.notice = self.one(
            "SELECT id, result, notice_id FROM exchange_receivedmessage WHERE message_id = %s", self.msg_id
        )
        assert result == "notice-made"
        assert self.one("SELECT count(*) FROM exchange_receipt WHERE message_id = %s", self.message) == 1
        assert self.msg_id in self.hanne.page.content()
        assert b"AppRec" in self.hanne.download(f"/messages/{self.message}/receipt/")

    @step
    def then_nobody_has_acknowledged_it(self):
        assert self.one("SELECT acknowledged_at FROM intake_notice WHERE id = %s", self.notice) is None
        assert self.sent() == (True, None)

    def sent(self):
        return self.one(
            "SELECT s.received_at IS NOT NULL, s.acknowledged_at FROM intake_sentnotice s JOIN intake_notice n ON n.sender_copy_id = s.id WHERE n.id = %s",
            self.notice,
        )

    @step
    def then_an_acknowledgement_reaches_the_ward_by_itself(self):
        self.hanne.open(f"/notices/{self.notice}/").push("/acknowledgement/")
        assert self.sent()[1] == self.one("SELECT acknowledged_at FROM intake_notice WHERE id = %s", self.notice)
        assert self.sent()[1] is not None
        self.stage.enter("tuva-sand").open("/notices/sent/").reads("Trondheim")


@pytest.mark.story("S1.2")
def test_an_electronic_message_has_its_receipt_at_once_and_an_answer_by_a_human_later(stage):
    arvid = Arvid(stage)
    arvid.when_the_wards_system_sends_an_electronic_message()
    arvid.then_the_technical_receipt_is_there_at_once()
    arvid.then_nobody_has_acknowledged_it()
    arvid.then_an_acknowledgement_reaches_the_ward_by_itself()


@pytest.mark.story("S1.6")
@pytest.mark.parametrize(
    "way", [{"hand": "keyboard"}, {"javascript": False}], ids=["keyboard alone", "without JavaScript"]
)
def test_from_notice_to_active_plan(live, browser, way):
    stage = Stage(live, browser, **way)
    try:
        FromNoticeToPlan(stage).then_the_plan_is_active()
    finally:
        stage.close()
