"""Documents for the tests: a short plan, a long plan, a letter. All persons are made up."""

from datetime import date

from knutepunkt.paper import (
    Activity,
    Address,
    Assent,
    Complaint,
    ContentPoint,
    Goal,
    LetterDocument,
    Participant,
    Period,
    PlanDocument,
    Section,
    Sender,
    Signature,
    SubGoal,
)
from knutepunkt.paper.documents import Language

SPEECH = Activity(
    what="Trening med logoped",
    how="Samtaletrening med bilder og telefon",
    extent="Tre ganger i uken, 45 minutter",
    responsible="Silje Dahl, logoped",
    period=Period(start=date(2026, 12, 7), end=date(2027, 3, 5)),
    place="Østbyen helsehus",
    state="Avtalt",
    tone="good",
)
HOME = Activity(
    what="Øve hjemme",
    how="Ti minutter hver kveld med øvingsheftet",
    extent="Hver dag",
    responsible="Arne og Berit",
    period=Period(start=date(2026, 12, 4)),
    place="Hjemme",
    state="I gang",
    tone="good",
)
WORK = Activity(
    what="Samtale på arbeidsplassen",
    how="NAV kommer med når Arne har sagt ja til å dele målet",
    extent="Ett møte, én time",
    responsible="Hanne Lund, NAV",
    period=Period(start=date(2026, 12, 8), end=date(2026, 12, 8)),
    place="Havnes Mek",
    state="Venter på Arne",
    tone="waiting",
)
TRIAL = Activity(
    what="Arbeidsutprøving",
    responsible="Per Aas, Havnes Mek",
    period=Period(start=date(2027, 2, 1)),
    state="Ikke begynt",
)


def short_plan(language: Language = "nb", **changes: object) -> PlanDocument:
    fields: dict[str, object] = {
        "language": language,
        "title": "Individuell plan for Arne Solli",
        "person_name": "Arne Solli",
        "birth_date": date(1971, 5, 17),
        "owner": "Havnes kommune",
        "main_responsible": "Fysio- og ergoterapitjenesten",
        "coordinator": "Ingrid Solbakken, telefon 400 00 000",
        "period": Period(start=date(2026, 12, 4), end=date(2027, 12, 3)),
        "revision": 3,
        "revised_on": date(2026, 11, 24),
        "next_revision_on": date(2027, 3, 4),
        "state": "Gjelder",
        "tone": "good",
        "important": "Jeg vil tilbake på verkstedet.\nOg jeg vil ringe ungene selv.\n\nDet verste er å ikke finne ordene.",
        "participants": (
            Participant(name="Berit Solli", role="Ektefelle", contributes="Øver hver kveld"),
            Participant(name="Silje Dahl", role="Logoped", service="Logopedtjenesten", contributes="Taletrening"),
            Participant(
                name="Nils Berg",
                role="Fastlege",
                service="Havn legesenter",
                contributes="Sykmelding og vurdering hver sjette uke",
            ),
        ),
        "goals": (
            Goal(
                number="1",
                words="Jeg vil tilbake på verkstedet, to dager i uka først.",
                life_area="arbeid",
                activities=(WORK, TRIAL),
            ),
            Goal(
                number="2",
                words="Jeg vil ringe ungene uten at Berit må hjelpe meg.",
                life_area="språk",
                sub_goals=(
                    SubGoal(number="2.1", words="Si navnene på alle barnebarna"),
                    SubGoal(number="2.2", words="Slå nummeret selv"),
                ),
                activities=(SPEECH, HOME),
            ),
        ),
        "working_agreement": "Vi møtes hver sjette uke. Koordinator kaller inn.\n\nAlle sier fra til Ingrid når noe ikke går som avtalt.",
        "content_points": (
            ContentPoint(label="Mål, egne krefter og behov", filled=True),
            ContentPoint(label="Hvem som er med", filled=True),
            ContentPoint(label="Hvordan tiltakene gjøres", filled=False, reason="Arbeidsutprøvingen avtales i januar"),
            ContentPoint(label="Når planen ses på igjen", filled=False),
        ),
        "consents": (
            "Arne har sagt ja til individuell plan, 20. november 2026, muntlig.",
            "Målet om arbeid deles ikke med NAV ennå.",
        ),
        "assent": Assent(given_on=date(2026, 11, 25), how="på sin egen side"),
        "footer": "Skrevet ut 26. november 2026 kl. 10.43 av Ingrid Solbakken.",
    }
    return PlanDocument(**{**fields, **changes})  # type: ignore[arg-type]


def long_plan(language: Language = "nb") -> PlanDocument:
    """Eight goals with twenty-five activities, one goal in depth."""
    activities = [SPEECH, HOME, WORK, TRIAL]
    goals = tuple(
        Goal(
            number=str(n),
            words=f"Jeg vil klare ting nummer {n} selv, litt etter litt, og si fra når det går for fort.",
            life_area="hverdag",
            activities=tuple(activities[(n + k) % 4] for k in range(3)),
        )
        for n in range(1, 8)
    )
    deep = Goal(
        number="8",
        words="Jeg vil stå på konserten til påske.",
        life_area="fritid",
        sub_goals=(
            SubGoal(number="8.1", words="Være med på én øvelse", activities=(HOME, SPEECH)),
            SubGoal(number="8.2", words="Holde ut to timer", activities=(TRIAL,)),
        ),
        activities=(WORK,),
    )
    return short_plan(language, goals=(*goals, deep), assent=None, state="Utkast", tone="neutral")


def decision_letter(language: Language = "nb", **changes: object) -> LetterDocument:
    fields: dict[str, object] = {
        "language": language,
        "sender": Sender(
            organisation="Havnes kommune",
            unit="Koordinerende enhet for habilitering og rehabilitering",
            contact=("Ingrid Solbakken", "Telefon 400 00 000", "Hverdager kl. 9 til 15"),
        ),
        "recipient": Address(name="Máret Ánne Čáhppes", lines=("c/o Åse Øverås", "Storgata 14 B", "9730 Kárášjohka")),
        "sent_on": date(2026, 11, 21),
        "reference": "KP-7F3K-29",
        "subject": "Svar på ønsket ditt om individuell plan",
        "paragraphs": (
            "Du ba om individuell plan 2. november 2026. Vi har vurdert det sammen med deg 16. november.",
            "Vi har kommet til at du ikke får individuell plan nå. Du får likevel tilbud om koordinator.",
        ),
        "sections": (
            Section(
                heading="Hvorfor vi svarer slik",
                paragraphs=("Du får én tjeneste fra oss, og det er ikke flere som skal samarbeide.",),
            ),
            Section(
                heading="Hva som skjer nå",
                paragraphs=("Koordinatoren ringer deg innen en uke.\n\nDu kan be om plan på nytt når som helst.",),
            ),
        ),
        "complaint": Complaint(
            right="Du kan klage på svaret, og på at noe tar for lang tid. Klagen kan være muntlig eller skriftlig.",
            deadline=date(2026, 12, 19),
            deadline_note="Fire uker etter at du fikk vite om svaret",
            send_to="Havnes kommune, koordinerende enhet",
            decided_by="Statsforvalteren",
            help="Pasient- og brukerombudet, telefon 400 00 001",
        ),
        "signature": Signature(name="Ingrid Solbakken", role="Leder", unit="Koordinerende enhet"),
        "attachments": ("Vurderingen av 16. november 2026", "Slik klager du"),
    }
    return LetterDocument(**{**fields, **changes})  # type: ignore[arg-type]
