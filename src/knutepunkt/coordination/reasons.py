"""What is not a reason for a refusal: that the service is missing. The right is to necessary help, not to what happens to exist.

Rules.md: "the service does not exist" is never accepted (hol. §§ 3-1, 7-1; pbrl. § 2-1 a). A need that "does not exist" is
a reason, so what is missing must be a service, a place, people or money.
"""

import re

SERVICE = (
    r"(?:tjenest\w*|tenest\w*|tilbud\w*|tilbod\w*|ordning\w*|tiltak\w*|kommun\w*|avdeling\w*|kontor\w*|koordinator\w*|"
    r"plass\w*|kapasitet\w*|ressurs\w*|bemanning\w*|ansatt\w*|tilsett\w*|personell?\w*|fagfolk\w*|stilling\w*|penger|pengar|midler|midlar|budsjett\w*|økonomi\w*|"
    r"service\w*|offer\w*|scheme\w*|place\w*|capacity|resource\w*|staff\w*|fund\w*|money|budget\w*|coordinator\w*|municipality)"
)
NOT = r"(?:ikke|ikkje|ingen|inga|intet|ikkje\s+noko|not|no|n't)"
EXISTS = r"(?:finnes|finst|fins|finn(?:e|a)s|eksister\w*|tilby(?:s|r|ast)?|tilgjengeleg\w*|tilgjengelig\w*|exist\w*|available|offer\w*|provide\w*)"
GAP = r"[^.!?;\n]{0,60}?"
LACK = (
    r"\b(?:mangl(?:er|ar)|mangel\s+på|manglende|manglande|for\s+få|for\s+lite|ikke\s+nok|ikkje\s+nok|lack(?:s|ing)?(?:\s+of)?|"
    rf"shortage\s+of|too\s+few|not\s+enough|no)\s+(?:\w+\s+)?{SERVICE}\b"
)
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{SERVICE}\b{GAP}\b{EXISTS}\b{GAP}\b{NOT}\b",
        rf"\b{SERVICE}\b{GAP}\b{NOT}\b{GAP}\b{EXISTS}\b",
        rf"\b{SERVICE}\b{GAP}\b(?:does|do|is|are)n['’]t\b{GAP}\b{EXISTS}\b",
        rf"\b{EXISTS}\b\s+{NOT}\b{GAP}\b{SERVICE}\b",
        rf"\b{NOT}\s+(?:\w+\s+)?{EXISTS}\b{GAP}\b{SERVICE}\b",
        rf"\b(?:vi|we|dei|de|they|kommunen|tjenesten|tenesta|municipality|service)\s+(?:har|have|has)\s+(?:\w+\s+){{0,2}}{NOT}\s+(?:\w+\s+){{0,3}}{SERVICE}\b",
        rf"\b(?:vi|we|kommunen|municipality)\s+{NOT}\s+(?:har|have)\b{GAP}\b{SERVICE}\b",
        rf"\b(?:do|does)(?:\s+not|n['’]t)\s+(?:have|offer|provide)\b{GAP}\b{SERVICE}\b",
        LACK,
        r"\b(?:ikke|ikkje)\s+(?:råd|plass|kapasitet|ressurs\w*|bemanning|midler|midlar)\b",
        r"\b(?:ventelist\w*|waiting\s+list\w*)\b",
        rf"\b{SERVICE}\b{GAP}\b(?:er|is|are)\s+(?:fullt?|fylte?|full)\b",
    )
)
ABOUT_THE_PERSON = re.compile(r"\b(?:behov\w*|trong\w*|needs?|ønsk\w*|ynskj\w*|want\w*|wish\w*)\b", re.IGNORECASE)


def lacks_service(text: str) -> str | None:
    """The first sentence that gives a missing service as the reason, or None."""
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+", text):
        if any(_is_excuse(pattern, sentence) for pattern in PATTERNS):
            return sentence.strip()
    return None


def _is_excuse(pattern: re.Pattern[str], sentence: str) -> bool:
    """A match counts unless it is a need or a wish that is missing: "there is no need for services" is an assessment."""
    return any(not ABOUT_THE_PERSON.search(match.group()) for match in pattern.finditer(sentence))
