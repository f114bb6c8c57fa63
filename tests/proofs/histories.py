"""Random histories of one person's file: each step changes the plain facts of the reference model and the product's rows alike."""

from datetime import date, timedelta

from proofs import reference_model as model
from proofs.reference_model import Period

TOPICS = sorted(model.ALL_TOPICS)
SUBJECTS = ("assessment", "plan", "coordinator", "sharing")
AGES = (0, 4, 6, 7, 11, 12, 14, 15, 16, 17, 18, 19, 34, 80)


class Pool:
    """Staff, units and accounts the histories draw from; made once. `staff` is a list of (row, model.Staff)."""

    def __init__(self, world, *, accounts):
        from knutepunkt.identity.models import Account

        self.world, self.organisation_id = world, world.lyngvik.id
        school = world.unit("skolen", "Lia skole", kind="service", sector="education")
        nav = world.unit("nav", "NAV Lyngvik", kind="service", sector="work")
        trust = world.organisation("trust", "hospital-trust", "Helse Lyngvik HF")
        self.units = [world.speech, school, nav]
        made = [world.ingrid, world.silje]
        made += [world.staff(f"Lege {n}", "lege", world.speech, "employee") for n in range(2)]
        made += [world.staff(f"Lærer {n}", "lærer", school, "employee") for n in range(2)]
        made += [world.staff("Rådgiver", "rådgiver", nav, "employee")]
        made += [world.staff("Gjest", "sykepleier", world.speech, "employee", employer=trust)]
        self.staff = [(row, self.of(row)) for row in made]
        self.kin_accounts = [world.account(f"kin:{n}", "person") for n in range(6)]
        twin = self.kin_accounts[0]
        twin.twin = self.staff[3][0].account
        twin.save()
        twin.twin.twin = twin
        twin.twin.save()
        self.twins = {str(twin.pk): str(twin.twin_id)}
        self.accounts = Account.objects.bulk_create(
            Account(subject=f"own:{n}", kind="person", password="!") for n in range(accounts)
        )

    @staticmethod
    def of(row):
        same = row.sector == "health" and row.employer_id is None
        return model.Staff(str(row.pk), str(row.account_id), same, str(row.unit_id))


class History:
    """One person, from `at` minus 400 days to `at`, step by step."""

    def __init__(self, pool, chance, number, at):
        from knutepunkt.coordination.models import FollowUp
        from knutepunkt.people.models import Person

        self.pool, self.chance, self.at, self.now = pool, chance, at, at - timedelta(days=400)
        self.rows, self.kin_rows, self.log = [], [], []
        age = chance.choice(AGES)
        born = at.date() - timedelta(days=round(age * 365.25) + chance.choice((-1, 0, 1, 20, 120, 300)))
        if chance.random() < 0.1:
            born = date(chance.choice((2008, 2012, 2016, 2020)), 2, 29)
        owned = {"organisation_id": pool.organisation_id}
        account = pool.accounts[number] if chance.random() < 0.6 else None
        self.person = Person(**owned, given_name=f"P{number}", birth_date=born, created_at=self.now, account=account)
        self.about = {**owned, "person": self.person}
        self.follow_up = FollowUp(**self.about, unit=pool.world.office, state="consented", opened_at=self.now)
        self.facts = model.Facts(
            birth=born, created=self.now, account=str(account.pk) if account else "", twins=pool.twins,
            follow_up=(str(pool.world.office.pk), self.now, True),
        )  # fmt: skip
        self.rows += [self.person, self.follow_up]

    STEPS = (
        "consent", "consent", "consent_naming", "consent_naming", "consent_kin", "withdraw", "appoint", "end_appointment", "join",
        "join", "leave", "narrow", "relative", "relative", "mandate", "foster", "custody", "custody_ends", "competence",
        "competence_ends", "block", "unblock", "withhold", "withholding_ends", "conflict", "emergency", "close",
    )  # fmt: skip

    def play(self, steps):
        """So many steps; one that has nothing to work on is another one instead."""
        while len(self.log) < steps:
            self.now += timedelta(days=self.chance.randint(0, 380 // steps), seconds=1)
            name = self.chance.choice(self.STEPS)
            if getattr(self, name)() is not False:
                self.log.append(name)
        return self

    # drawing

    def topics(self):
        return None if self.chance.random() < 0.4 else frozenset(self.chance.sample(TOPICS, self.chance.randint(1, 5)))

    def listed(self, topics):
        return None if topics is None else sorted(topics)

    def ends(self):
        """Often open, else in the past or the future."""
        return self.chance.choice((None, None, self.now + timedelta(days=self.chance.randint(1, 900))))

    def keep(self, row):
        self.rows.append(row)
        return row

    # consents

    def _consent(self, subjects, **recipient):
        from knutepunkt.consent.models import Consent

        staff, kin = recipient.get("recipient_staff"), recipient.get("recipient_kin")
        topics, given_by = self.topics(), self.chance.choice(("person", "parent", "guardian"))
        last = self.chance.choice((None, None, (self.at + timedelta(days=self.chance.randint(-200, 900))).date()))
        state = self.chance.choice(("given-orally", "given-signed", "given-signed", "refused", "drafted"))
        row = self.keep(Consent(
            **self.about, subjects=sorted(subjects), topics=self.listed(topics), given_by=given_by, ends_on=last, state=state,
            answered_at=self.now, created_at=self.now, recorded_by="x", **recipient,
        ))  # fmt: skip
        self.facts.consents.append(model.Consent(
            subjects=frozenset(subjects), answered=self.now, topics=topics, last_day=last, given_by=given_by,
            staff=str(staff.pk) if staff else "", kin=str(kin.pk) if kin else "", stands=state.startswith("given"),
        ))  # fmt: skip
        return row

    def consent(self):
        self._consent(self.chance.sample(SUBJECTS, self.chance.randint(1, 4)))

    def consent_naming(self):
        self._consent(("sharing",), recipient_staff=self.chance.choice(self.pool.staff)[0])

    def consent_kin(self):
        if not self.kin_rows:
            return False
        self._consent(("sharing",), recipient_kin=self.chance.choice(self.kin_rows))
        return True

    def _one(self, kind):
        found = [row for row in self.rows if type(row).__name__ == kind]
        return self.chance.choice(found) if found else None

    def _fact_of(self, row, facts, kind):
        same = [each for each in self.rows if type(each).__name__ == kind]
        return facts[same.index(row)]

    def withdraw(self):
        row = self._one("Consent")
        if row is None or not row.state.startswith("given"):
            return False
        row.state, row.ended_at = "withdrawn", self.now
        self._fact_of(row, self.facts.consents, "Consent").stands = False
        return True

    # coordinators and team

    def appoint(self):
        from knutepunkt.coordination.models import Appointment

        staff, fact = self.chance.choice(self.pool.staff)
        topics, ends, state = (
            self.topics(),
            self.ends(),
            self.chance.choice(("accepted", "appointed", "appointed", "proposed")),
        )
        self.keep(Appointment(
            **self.about, follow_up=self.follow_up, unit=staff.unit, asked_by=self.pool.world.office, coordinator=staff, state=state,
            answer_by=self.now.date(), topics=self.listed(topics), starts_at=self.now, ends_at=ends, created_at=self.now,
        ))  # fmt: skip
        self.facts.appointments.append(
            model.Appointment(fact, Period(self.now, ends), topics, stands=state != "proposed")
        )

    def end_appointment(self):
        row = self._one("Appointment")
        if row is None or row.state not in {"accepted", "appointed"}:
            return False
        row.state, row.ends_at = "ended", self.now
        fact = self._fact_of(row, self.facts.appointments, "Appointment")
        fact.stands = False
        return True

    def join(self):
        from knutepunkt.coordination.models import CareTeamMember

        staff, fact = self.chance.choice(self.pool.staff)
        topics, sees = self.topics(), self.chance.random() < 0.85
        self.keep(CareTeamMember(
            **self.about, follow_up=self.follow_up, staff=staff, name="x", role="x", sees_plan=sees, topics=self.listed(topics),
            starts_at=self.now,
        ))  # fmt: skip
        self.facts.members.append(model.Member(fact, Period(self.now), sees, topics))

    def leave(self):
        row = self._one("CareTeamMember")
        if row is None or row.ends_at:
            return False
        row.ends_at = self._fact_of(row, self.facts.members, "CareTeamMember").period.ends = self.now
        return True

    def narrow(self):
        row = self._one("CareTeamMember")
        if row is None:
            return False
        topics = self.topics()
        row.topics, self._fact_of(row, self.facts.members, "CareTeamMember").topics = self.listed(topics), topics
        return True

    def close(self):
        if self.chance.random() < 0.8:
            return False
        self.follow_up.state, self.follow_up.closed_at = "closed", self.now
        self.facts.follow_up = (*self.facts.follow_up[:2], False)
        return True

    # those close

    def _kin(self, **facts):
        from knutepunkt.people.models import NextOfKin

        account = self.chance.choice([*self.pool.kin_accounts, None])
        ends = self.ends()
        own = {**facts, "mandate_topics": self.listed(facts.get("mandate_topics"))}
        row = self.keep(NextOfKin(
            **self.about, account=account, name="x", relation="x", valid_from=self.now, valid_to=ends,
            mandate="x" if facts.get("mandate_kind") else "", **own,
        ))  # fmt: skip
        self.kin_rows.append(row)
        self.facts.kin.append(model.Kin(
            account=str(account.pk) if account else "", period=Period(self.now, ends),
            responsible=facts.get("parental_responsibility", False), foster=facts.get("foster_parent", False),
            mandate=facts.get("mandate_kind", ""), mandate_topics=facts.get("mandate_topics"), key=str(row.pk),
        ))  # fmt: skip

    def relative(self):
        self._kin(parental_responsibility=self.chance.random() < 0.8)

    def mandate(self):
        kind = self.chance.choice(("guardian", "future-proxy", "power-of-attorney"))
        self._kin(mandate_kind=kind, mandate_topics=self.topics())

    def foster(self):
        self._kin(foster_parent=True)

    def custody(self):
        from knutepunkt.people.models import Custody

        if any(period.ends is None for period, _ in self.facts.custodies):
            return False
        staff, fact = self.chance.choice(self.pool.staff)
        self.keep(Custody(
            **self.about, unit=staff.unit, staff=staff, decided_by="x", starts_at=self.now, recorded_by="x"
        ))  # fmt: skip
        self.facts.custodies.append((Period(self.now), fact.account))
        return True

    def custody_ends(self):
        row = self._one("Custody")
        if row is None or row.ends_at:
            return False
        row.ends_at = self._fact_of(row, self.facts.custodies, "Custody")[0].ends = self.now
        return True

    def competence(self):
        from knutepunkt.people.models import CompetenceDecision

        topics, ends, presented = self.topics(), self.ends(), self.chance.random() < 0.8
        self.keep(CompetenceDecision(
            **self.about, topics=self.listed(topics), reason="x", decided_by="x", decided_on=self.now.date(),
            presented_on=self.now.date() if presented else None, starts_at=self.now, ends_at=ends,
        ))  # fmt: skip
        self.facts.competence.append(model.Competence(Period(self.now, ends), topics, presented))

    def competence_ends(self):
        row = self._one("CompetenceDecision")
        if row is None or row.ends_at:
            return False
        row.ends_at = self._fact_of(row, self.facts.competence, "CompetenceDecision").period.ends = self.now
        return True

    # kept back

    def block(self):
        from knutepunkt.consent.models import Block

        kind, topics = self.chance.choice(("staff", "unit", "all")), self.topics()
        staff, fact = self.chance.choice(self.pool.staff)
        unit = self.chance.choice(self.pool.units)
        self.keep(Block(
            **self.about, staff=staff if kind == "staff" else None, unit=unit if kind == "unit" else None,
            topics=self.listed(topics), said_by="x", recorded_by="x", starts_at=self.now,
        ))  # fmt: skip
        self.facts.blocks.append(model.Block(
            Period(self.now), fact.account if kind == "staff" else "", str(unit.pk) if kind == "unit" else "", topics
        ))  # fmt: skip

    def unblock(self):
        row = self._one("Block")
        if row is None or row.ends_at:
            return False
        row.ends_at, row.ended_by = self.now, "x"
        self._fact_of(row, self.facts.blocks, "Block").period.ends = self.now
        return True

    def withhold(self):
        from knutepunkt.consent.models import WithheldMatter
        from knutepunkt.foundation.ids import new_id

        kept = self.chance.choice(("parents", "person", "one") if self.kin_rows else ("parents", "person"))
        kin = self.chance.choice(self.kin_rows) if kept == "one" else None
        topic, thing = (self.chance.choice(TOPICS), None) if self.chance.random() < 0.5 else ("", new_id())
        by_law = self.chance.random() < 0.4
        self.keep(WithheldMatter(
            **self.about, kept_from=kept, kin=kin, topic=topic, object_id=thing, by_law=by_law, reason="x", decided_by="x",
            by_account_id=new_id(), review_on=self.at.date() if by_law else None, starts_at=self.now,
        ))  # fmt: skip
        self.facts.withheld.append(model.Withheld(
            Period(self.now), kept, topic, str(thing) if thing else "", str(kin.pk) if kin else "", by_law
        ))  # fmt: skip

    def withholding_ends(self):
        row = self._one("WithheldMatter")
        if row is None or row.ends_at:
            return False
        row.ends_at, row.ended_by = self.now, "x"
        self._fact_of(row, self.facts.withheld, "WithheldMatter").period.ends = self.now
        return True

    def conflict(self):
        from knutepunkt.people.models import ConflictOfInterest

        staff, fact = self.chance.choice(self.pool.staff)
        if any(type(row).__name__ == "ConflictOfInterest" and row.staff == staff for row in self.rows):
            return False
        self.keep(ConflictOfInterest(**self.about, staff=staff, declared_by="x", starts_at=self.now))
        self.facts.conflicts.append((Period(self.now), fact.account))
        return True

    def emergency(self):
        from knutepunkt.people.models import EmergencyAccess

        staff, fact = self.chance.choice(self.pool.staff)
        starts = self.chance.choice((self.now, self.at - timedelta(minutes=10)))
        ends = starts + timedelta(minutes=60)
        self.keep(EmergencyAccess(**self.about, staff=staff, reason="x", starts_at=starts, ends_at=ends))
        self.facts.emergencies.append((Period(starts, ends), fact.account))
