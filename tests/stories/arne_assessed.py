"""S1 Arne, the first half: from the ward's notice to an assessment in his own words."""

from stories.backstage import Invented, can_sign_in, in_days, today, written
from stories.telling import Story, step

NEEDS_A_PLAN = "Hjerneslag i venstre hjernehalvdel. Lammelse i høyre arm og afasi. Trenger plan og koordinator."
ASKED_ON_THE_WARD = "Avtalt med Arne på slagenheten, med tegning og ja-nei-kort"
I_WANT_HELP = "Ja. Hjelp meg."
BACK_TO_WORK = "Tilbake på verkstedet. Skru. Prate med gutta."
FOUR_AREAS = {
    "body": "Nedsatt kraft i høyre arm, ekspressiv afasi.",
    "activities": "Går med stokk inne, lager enkel mat med én hånd.",
    "participation": "Sykmeldt bilmekaniker, vil tilbake til Lademoen.",
    "environment": "Bor i andre etasje uten heis, kona arbeider kveld.",
}
RESOURCES = {
    "resources_own": "Tålmodig og praktisk, tegner det han ikke får sagt.",
    "resources_family": "Kona Berit og to voksne barn.",
    "resources_network": "Arbeidskameratene ringer hver fredag.",
    "obstacles": "Trapper og telefonsamtaler.",
    "potential": "Kraft i hånd og ordleting kan bedres med mye trening.",
}


class FromNoticeToAssessment(Story):
    """From the ward's notice to an assessment that begins with what is important to him."""

    # S1.1

    @step
    def when_the_ward_sends_a_notice_with_his_address_and_the_day_he_comes_home(self):
        self.arne = Invented("Arne", 55)
        self.home_on = today()
        self.morten = self.stage.enter("morten-lian").open("/notices/new/send/")
        self.morten.send(
            to="Trondheim", kind="plan-or-coordinator", name=self.arne.name, birth_date=written(self.arne.born), number=self.arne.number,
            address="Innherredsveien 60", postcode="7043", city="Trondheim", text=NEEDS_A_PLAN, important="Jobben min", ward="Slagenheten",
            expected_on=written(self.home_on), basis="consent", basis_text=ASKED_ON_THE_WARD, reference=self.arne.family,
        )  # fmt: skip

    @step
    def then_it_lies_in_the_adult_office_of_his_district(self):
        self.notice, self.person, unit, self.state, self.rule = self.one(
            "SELECT n.id, n.person_id, u.slug, n.state, n.routed_by FROM intake_notice n JOIN people_person p ON p.id = n.person_id"
            " JOIN organisation_unit u ON u.id = n.unit_id WHERE p.family_name = %s AND p.given_name = 'Arne'", self.arne.family,
        )  # fmt: skip
        assert (unit, self.state) == ("tr-ostbyen-voksen", "received")
        assert self.rule == "rule 21"
        assert self.one("SELECT expected_on FROM intake_admission WHERE notice_id = %s", self.notice) == self.home_on
        self.ingrid = self.stage.enter("ingrid-solbakken").open("/notices/?show=new")
        assert self.ingrid.has_link(f"/notices/{self.notice}/?show=new") or self.ingrid.has_link(
            f"/notices/{self.notice}/"
        )
        assert self.stage.enter("hanne-moen").status_of(f"/notices/{self.notice}/") == 404

    @step
    def then_the_preview_of_the_rules_says_the_same(self):
        bente = self.stage.enter("bente-rokke").open("/organisation/routing/")
        bente.send(kind="plan-or-coordinator", age="55", postcode="7043")
        assert bente.page.locator("main").get_by_text(self.unit_name()).count() > 0
        bente.reads(self.unit_name(), "Ingrid Solbakken")

    def unit_name(self):
        return self.one(
            "SELECT u.name FROM organisation_unit u JOIN organisation_organisation o ON o.id = u.organisation_id"
            " WHERE u.slug = 'tr-ostbyen-voksen' AND o.slug = 'trondheim'"
        )

    # S1.2

    @step
    def then_the_ward_has_a_receipt_at_once_and_no_human_answer(self):
        self.morten.open("/notices/sent/").reads(self.arne.family)
        received, acknowledged = self.sent()
        assert received is not None
        assert acknowledged is None
        self.before = self.row_of_sent()
        assert self.one("SELECT acknowledged_at FROM intake_notice WHERE id = %s", self.notice) is None

    @step
    def when_ingrid_acknowledges(self):
        self.ingrid.open(f"/notices/{self.notice}/").push("/acknowledgement/")

    @step
    def then_the_ward_sees_that_a_person_has_read_it(self):
        by, at = self.one("SELECT acknowledged_by, acknowledged_at FROM intake_notice WHERE id = %s", self.notice)
        received, acknowledged = self.sent()
        assert by == "Ingrid Solbakken"
        assert at == acknowledged > received
        self.morten.open("/notices/sent/")
        after = self.row_of_sent()
        assert len(after) == len(self.before)
        assert sum(was != now for was, now in zip(self.before, after, strict=True)) == 1, (self.before, after)

    def sent(self):
        return self.one(
            "SELECT received_at, acknowledged_at FROM intake_sentnotice WHERE reference = %s", self.arne.family
        )

    def row_of_sent(self):
        return self.morten.page.locator("tr", has_text=self.arne.family).locator("td, th").all_inner_texts()

    # S1.3

    @step
    def then_what_the_ward_says_of_his_consent_is_shown(self):
        self.ingrid.open(f"/notices/{self.notice}/").reads(ASKED_ON_THE_WARD, NEEDS_A_PLAN)
        assert self.one("SELECT basis FROM intake_noticecontent WHERE notice_id = %s", self.notice) == "consent"

    @step
    def then_nobody_beyond_the_unit_reads_it_before_he_is_asked(self):
        self.way_in = can_sign_in(self.live, self.person)
        self.own = self.stage.enter("arne", self.way_in).open(f"/my/notices/{self.notice}/")
        self.own.does_not_read(NEEDS_A_PLAN)
        unit, person = self.one(
            "SELECT unit_id IS NOT NULL, person_id FROM intake_noticecontent WHERE notice_id = %s", self.notice
        )
        assert (unit, person) == (True, None)
        self.ingrid.open(f"/notices/{self.notice}/acceptance/").send(refused=True)
        assert self.one("SELECT count(*) FROM coordination_followup WHERE person_id = %s", self.person) == 0

    @step
    def when_he_says_that_he_wants_to_be_assessed(self):
        self.ingrid.open(f"/notices/{self.notice}/wish/").send(wish="yes", words=I_WANT_HELP)

    @step
    def then_his_wish_stands_there_and_the_content_is_his_to_read(self):
        wish, words, person = self.one(
            "SELECT wish, wish_words, person_id FROM intake_noticecontent WHERE notice_id = %s", self.notice
        )
        assert (wish, words, person) == ("yes", I_WANT_HELP, self.person)
        self.ingrid.open(f"/notices/{self.notice}/").reads(I_WANT_HELP)
        self.own.open(f"/my/notices/{self.notice}/").reads(NEEDS_A_PLAN)

    # S1.4

    @step
    def when_the_follow_up_begins(self):
        self.ingrid.open(f"/notices/{self.notice}/acceptance/").send()
        self.follow_up, unit, state = self.one(
            "SELECT f.id, u.slug, f.state FROM coordination_followup f JOIN organisation_unit u ON u.id = f.unit_id WHERE f.person_id = %s",
            self.person,
        )
        assert (unit, state) == ("tr-ostbyen-voksen", "opened")
        self.file = f"/persons/{self.follow_up}/"
        self.ingrid.open(self.file + "consents/new/").send(
            subjects=["assessment", "plan", "coordinator", "sharing"], answer="oral", given_by="person",
            information="Hva en plan er, hvem som ser den, og at han kan ta ja tilbake. Vist med tegninger.", informed_on=in_days(0),
        )  # fmt: skip
        assert self.one("SELECT state FROM coordination_followup WHERE id = %s", self.follow_up) == "consented"

    @step
    def when_he_says_what_is_important_with_help(self):
        self.ingrid.open(self.file + "important/").send(
            words=BACK_TO_WORK,
            helped_by="Guro Lien, logoped",
            adapted="Bilder, ja-nei-kort og god tid, tilpasset afasi",
        )

    @step
    def when_the_assessment_is_written(self):
        self.ingrid.open(self.file + "assessment/text/").reads(BACK_TO_WORK)
        self.ingrid.send(
            **FOUR_AREAS,
            **RESOURCES,
            weight_breadth="3",
            weight_specialised="2",
            weight_sectors="4",
            note_breadth="Fysio, logoped, NAV",
        )
        self.ingrid.open(self.file + "need/").send(
            level="2", reason="Flere tjenester samtidig over lang tid, må samordnes."
        )

    @step
    def then_it_begins_with_his_words_and_holds_everything(self):
        self.ingrid.open(self.file + "assessment/").reads(BACK_TO_WORK, *FOUR_AREAS.values(), *RESOURCES.values())
        page = self.ingrid.text
        assert page.index(BACK_TO_WORK) < min(page.index(text) for text in FOUR_AREAS.values())
        self.ingrid.open(self.file).reads(BACK_TO_WORK, "Guro Lien, logoped", "tilpasset afasi")
        said = self.one(
            "SELECT words, helped_by, adapted, by_person FROM coordination_important WHERE person_id = %s", self.person
        )
        assert said == (BACK_TO_WORK, "Guro Lien, logoped", "Bilder, ja-nei-kort og god tid, tilpasset afasi", True)
        columns = [*FOUR_AREAS, *RESOURCES]
        kept = self.one(
            f"SELECT {', '.join(columns)} FROM coordination_assessment WHERE follow_up_id = %s", self.follow_up
        )
        assert dict(zip(columns, kept, strict=True)) == FOUR_AREAS | RESOURCES
        weights = dict(
            self.rows("SELECT key, weight FROM coordination_balanceweight WHERE person_id = %s", self.person)
        )
        assert weights == {"breadth": 3, "specialised": 2, "sectors": 4}
        assert self.one("SELECT need_level FROM coordination_followup WHERE id = %s", self.follow_up) == 2
