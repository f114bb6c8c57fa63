"""What several stories share: Morten on the ward sends a notice to Trondheim, Ingrid in Østbyen takes it from there."""

from stories.backstage import in_days, written
from stories.telling import Story

EXPLAINED = "Hva det er, hvem som får vite noe, og at det kan tas tilbake når som helst."


class OstbyenStory(Story):
    """Things done again and again, so that each story tells only what is its own."""

    @property
    def morten(self):
        """Nurse on the stroke ward of St. Olavs."""
        return self.stage.enter("morten-lian")

    @property
    def ingrid(self):
        """Caseworker in the adult office of Østbyen."""
        return self.stage.enter("ingrid-solbakken")

    @property
    def hanne(self):
        """Caseworker in the office that takes what belongs to no known district."""
        return self.stage.enter("hanne-moen")

    def tell_of(self, somebody, text, *, by=None, kind="possible-need", **more):
        """A notice is sent through the page; gives the notice and the person."""
        fields = {
            "to": "Trondheim",
            "kind": kind,
            "name": somebody.name,
            "birth_date": written(somebody.born),
            "number": somebody.number,
        }
        fields |= {"postcode": "7043", "text": text, "basis": "consent"} | more
        (by or self.morten).open("/notices/new/send/").send(**fields)
        return self.newest_notice(text)

    def newest_notice(self, text):
        """The notice with this text, and the person it is about."""
        return self.one(
            "SELECT n.id, n.person_id FROM intake_notice n JOIN intake_noticecontent c ON c.notice_id = n.id WHERE c.text = %s",
            text,
        )

    def state_of(self, notice):
        """Where a notice stands."""
        return self.one("SELECT state FROM intake_notice WHERE id = %s", notice)

    def acknowledge_and_ask(self, notice, words="Ja takk.", by=None):
        """The caseworker reads it and writes down the person's yes."""
        caseworker = (by or self.ingrid).open(f"/notices/{notice}/")
        caseworker.push("/acknowledgement/")
        caseworker.open(f"/notices/{notice}/wish/").send(wish="yes", words=words)

    def follow_up_of(self, notice, person):
        """The caseworker begins a follow-up; gives it."""
        self.ingrid.open(f"/notices/{notice}/acceptance/").send()
        return self.one("SELECT id FROM coordination_followup WHERE person_id = %s", person)

    def consent(self, follow_up, answer, *subjects, **more):
        """The caseworker writes down an answer."""
        told = {"given_by": "person", "information": EXPLAINED, "informed_on": in_days(0)} | more
        self.ingrid.open(f"/persons/{follow_up}/consents/new/").send(subjects=list(subjects), answer=answer, **told)

    def plan_in_force(self, follow_up, person):
        """The caseworker writes a plan with the person, hears the yes, and puts it into force; gives it."""
        ingrid = self.ingrid
        ingrid.open(f"/plans/new/{follow_up}/").send()
        plan = self.one("SELECT id FROM plans_individualplan WHERE person_id = %s", person)
        its = f"/plans/{plan}/"
        ingrid.open(its + "goals/new/").send(words="Jeg vil gå på tur hver dag.", life_area="leisure", is_main=True)
        goal = self.one("SELECT id FROM plans_goal WHERE plan_id = %s", plan)
        ingrid.open(f"{its}goals/{goal}/activities/new/").send(
            what="Turgruppe",
            how="Sammen med frivillige fra bydelen",
            amount="én gang i uka",
            contributor="Frivilligsentralen",
        )
        activity = self.one("SELECT id FROM plans_activity WHERE plan_id = %s", plan)
        ingrid.open(f"/plans/activities/{activity}/agree/").send(answered_by="Rolf Dahl")
        ingrid.open(f"/persons/{follow_up}/team/new/").send(
            name="Rolf Dahl", role="turleder", kind="Familie", contributes="Henter og kjører."
        )
        ingrid.open(its + "texts/").send(
            needs="Følge til turgruppa.", resources="Er glad i folk.", cooperation="Frivilligsentralen."
        )
        ingrid.open(its + "period/").send(starts_on=in_days(0), ends_on=in_days(300), review_on=in_days(90))
        ingrid.open(its + "responsible/").send(unit=self.unit_id("tr-ostbyen-voksen"))
        ingrid.open(its + "points/coordinator/leave-out/").send(reason="Han vil ikke ha en koordinator nå.")
        ingrid.open(its + "answer/").send(says_yes="yes", words="Ja.", given_by="person", how="oral")
        ingrid.open(its).push("/activate/")
        assert self.one("SELECT state FROM plans_individualplan WHERE id = %s", plan) == "active"
        return plan

    def unit_id(self, slug):
        """A unit of Trondheim."""
        return self.one(
            "SELECT u.id FROM organisation_unit u JOIN organisation_organisation o ON o.id = u.organisation_id"
            " WHERE u.slug = %s AND o.slug = 'trondheim'", slug,
        )  # fmt: skip
