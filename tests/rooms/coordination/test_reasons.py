import pytest

from knutepunkt.coordination.reasons import lacks_service


@pytest.mark.parametrize("text", [
    "Tilbudet finnes ikke i kommunen.",
    "Tjenesten eksisterer dessverre ikke hos oss.",
    "Vi har ikke en slik tjeneste.",
    "Kommunen har ikke dette tilbudet.",
    "Kommunen har ingen koordinatorer ledige.",
    "Det finnes ikke noe slikt tilbud her.",
    "Vi mangler ressurser til dette nå.",
    "Det er for få ansatte og ikke kapasitet.",
    "Avslaget skyldes manglende kapasitet i tjenesten.",
    "Budsjettet er brukt opp, og vi har ikke råd.",
    "Det er venteliste for dette.",
    "Tenesta finst ikkje i kommunen vår.",
    "Vi har ikkje eit slikt tilbod.",
    "Kommunen tilbyr ikkje denne tenesta.",
    "Det er mangel på ressursar.",
    "The service does not exist in our municipality.",
    "We do not have such a service.",
    "No coordinator is available, there is a lack of staff.",
    "The municipality doesn't offer this service.",
    "You have been assessed. There is no capacity this year.",
    "Tjenesten er full.",
])  # fmt: skip
def test_a_missing_service_is_found(text):
    assert lacks_service(text)


@pytest.mark.parametrize("text", [
    "Behovet for langvarige og koordinerte tjenester er ikke til stede nå.",
    "Det finnes ikke behov for koordinerte tjenester, fordi du får hjelp av én tjeneste.",
    "Du trenger hjelp fra bare én tjeneste, og den følger deg opp alene.",
    "Du har selv sagt at du ikke ønsker flere tjenester enn fysioterapi.",
    "Vi har snakket med deg to ganger og vurdert funksjonen din. Behovene er kortvarige.",
    "Behovet er ikkje langvarig, og du meistrar kvardagen sjølv.",
    "There is no need for long-term, coordinated services.",
    "Your needs are met by one service that follows you up alone.",
])  # fmt: skip
def test_a_reason_about_the_need_is_a_reason(text):
    assert lacks_service(text) is None
