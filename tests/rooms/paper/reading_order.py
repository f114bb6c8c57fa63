"""What a reader should hear, in order, written down from the document alone and not from the templates."""

from collections.abc import Iterator

from knutepunkt.paper.documents import Activity, Goal, LetterDocument, PlanDocument
from knutepunkt.paper.setting import Labels, labels, spelled, spelled_period


def of_plan(doc: PlanDocument) -> Iterator[str]:
    words = labels(doc.language)
    yield from (doc.owner, doc.state, doc.title)
    yield from (words["name"], doc.person_name)
    yield from (words["born"], spelled(doc.birth_date, words) if doc.birth_date else words["not_given"])
    yield from (words["main_responsible"], doc.main_responsible, words["coordinator"], doc.coordinator)
    yield from (words["plan_period"], spelled_period(doc.period, words))
    yield from (
        words["next_revision"],
        spelled(doc.next_revision_on, words) if doc.next_revision_on else words["not_given"],
    )
    yield from (words["revision"], f"{doc.revision}, {spelled(doc.revised_on, words)}", words["owner"], doc.owner)
    yield from (words["important"], words["own_words"], doc.important)
    yield from (words["participants"], words["name"], words["role"], words["service"], words["contributes"])
    for who in doc.participants:
        yield from (who.name, who.role, who.service, who.contributes)
    yield words["goals"]
    for goal in doc.goals:
        yield from _goal(goal, words)
    for section in doc.texts:
        yield from (section.heading, *section.paragraphs)
    if doc.working_agreement:
        yield from (words["working_agreement"], doc.working_agreement)
    yield from (words["content_points"], words["point"], words["state"])
    for point in doc.content_points:
        standing = words["open_reason"].format(reason=point.reason) if point.reason else words["open"]
        yield from (point.label, f"✓{words['filled']}" if point.filled else f"○{standing}")
    yield words["consents"]
    for text in doc.consents:
        yield from ("•", text)
    yield words["assent"]
    if doc.assent:
        yield words["assent_given"].format(name=doc.person_name, date=spelled(doc.assent.given_on, words))
        yield words["assent_how"].format(how=doc.assent.how)
    else:
        yield words["assent_missing"].format(name=doc.person_name)
    yield doc.footer


def _goal(goal: Goal, words: Labels) -> Iterator[str]:
    yield words["goal_area"].format(number=goal.number, area=goal.life_area)
    yield from (goal.words,) if len(goal.words) > 240 else (words["quotes"][0], goal.words, words["quotes"][1])
    deep = any(sub.activities for sub in goal.sub_goals)
    if goal.sub_goals and not deep:
        yield words["sub_goals"]
    for sub in goal.sub_goals:
        yield words["sub_goal"].format(number=sub.number) + ":" if deep else f"•{sub.number}"
        yield sub.words
        yield from _activities(sub.activities, words)
    if deep and goal.activities:
        yield words["activities_whole"]
    yield from _activities(goal.activities, words)


def _activities(activities: tuple[Activity, ...], words: Labels) -> Iterator[str]:
    if activities:
        yield from (words["activity"], words["extent"], words["responsible"], words["when_where"], words["state"])
    for it in activities:
        yield from (it.what, it.how, it.extent, it.responsible, spelled_period(it.period, words), it.place, it.state)


def of_letter(doc: LetterDocument) -> Iterator[str]:
    words = labels(doc.language)
    yield from (doc.sender.organisation, doc.sender.unit, doc.recipient.name, *doc.recipient.lines, doc.marking)
    yield from (words["letter_date"], spelled(doc.sent_on, words), words["reference"], doc.reference)
    yield from (words["contact"], *doc.sender.contact, doc.subject, *doc.paragraphs)
    for section in doc.sections:
        yield from (section.heading, *section.paragraphs)
    if (it := doc.complaint) is not None:
        deadline = spelled(it.deadline, words) if it.deadline else ""
        yield from (words["complaint"], it.right, words["complaint_deadline"], deadline, it.deadline_note)
        yield from (words["complaint_to"], it.send_to, words["complaint_decided_by"], it.decided_by)
        yield from (words["complaint_help"], it.help)
    if doc.signature is not None:
        yield from (words["greeting"], doc.signature.name, doc.signature.role, doc.signature.unit, words["electronic"])
    yield words["attachments"]
    for attachment in doc.attachments:
        yield from ("•", attachment)
