from knutepunkt.plans.completeness import points
from knutepunkt.plans.paper import plan_pdf
from knutepunkt.plans.queries import whole_plan
from rooms.paper.tagged import TaggedPdf


def printed(making, plan):
    with making.as_ingrid() as ingrid:
        whole = whole_plan(ingrid, plan.pk, at=making.at)
    statuses = points(whole, on=making.at.date())
    pdf = plan_pdf(
        whole, statuses=statuses, revision=1, revised_on=making.at.date(), printed_by="Ingrid Solbakken", at=making.at
    )
    tagged = TaggedPdf(pdf)
    return tagged, tagged.text(tagged.root)


def test_the_paper_holds_what_the_page_holds_in_the_same_order(making):
    plan, _goal, _activity, _revision = making.in_force()
    _tagged, text = printed(making, plan)

    order = [
        "Arne Solli", "Nils Berg", "Sykmelding og vurdering", "Jeg vil tilbake på verkstedet.", "Trening med logoped",
        "Tre ganger i uken", "Trening hver dag og hjelp", "Arne er utholdende", "NAV og fastlegen",
        "Mål, ressurser og behov", "Ingrid Solbakken",
    ]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_the_paper_is_in_the_persons_language_form(world):
    from rooms.plans.making import Making

    making = Making(world, language="nn")
    plan, *_rest = making.filled()
    _tagged, text = printed(making, plan)

    assert "Kven som er med" in text
    assert "Hvem som er med" not in text
