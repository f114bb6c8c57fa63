"""What somebody has typed is never lost: not when the server is killed, not when a colleague was quicker."""

import pytest
from playwright.sync_api import expect

from proofs.product import Reader

pytestmark = pytest.mark.browser

INGRID, OYVIND = "ingrid-solbakken", "oyvind-berge"
HELD = """async () => {
  const databases = indexedDB.databases ? await indexedDB.databases() : [];
  const kept = [];
  for (const { name } of databases) kept.push("database " + name);
  for (const name of await caches.keys().catch(() => [])) kept.push("cache " + name);
  return { local: Object.entries(localStorage), session: Object.entries(sessionStorage), kept };
}"""


def jonas(product):
    """The follow-up and the plan of Jonas Fjeld."""
    ((follow_up, plan),) = product.rows(
        "SELECT f.id, p.id FROM coordination_followup f JOIN people_person j ON j.id = f.person_id"
        " JOIN plans_individualplan p ON p.person_id = j.id WHERE j.given_name = 'Jonas' AND j.family_name = 'Fjeld'"
    )
    return follow_up, plan


@pytest.fixture(autouse=True)
def _running(product):
    """Also after a test that killed the server and got no further."""
    if "server" not in product.processes:
        product.start()


@pytest.fixture
def colleague(product):
    """Somebody else who is caseworker in Ingrid's unit."""
    rows = product.rows(
        "SELECT replace(a.subject, 'demo:', '') FROM organisation_staffrole r JOIN organisation_unit u ON u.id = r.unit_id"
        " JOIN organisation_staff s ON s.id = r.staff_id JOIN identity_account a ON a.id = s.account_id"
        " WHERE u.slug = 'tr-ostbyen-voksen' AND r.role = 'caseworker' AND a.subject <> %s",
        f"demo:{INGRID}",
    )
    assert rows, "Ingrid works alone"
    return rows[0][0]


@pytest.fixture
def sign_in(product, browser):
    """`sign_in(login)` gives a page of a browser of its own."""
    contexts = []

    def somebody(login):
        contexts.append(browser.new_context(locale="nb-NO"))
        page = contexts[-1].new_page()
        page.set_default_timeout(15000)
        page.goto(f"{product.url}/demo/trondheim/{login}/")
        return page

    yield somebody
    for context in contexts:
        context.close()


def type_into(page, field, text):
    """As with the keyboard, then wait until the page says that the draft is kept."""
    page.locator(f"[name={field}]").press_sequentially(text, delay=2)
    expect(page.locator("[data-draft-status]")).not_to_have_text("", timeout=15000)


FORMS = [
    ("an oral notice", lambda _: "/notices/new/oral/", "text", ""),
    ("a work note", lambda f: f"/persons/{f}/notes/new/", "text", "?draft=1"),
    ("an assessment", lambda f: f"/persons/{f}/assessment/text/", "potential", "?draft=1"),
]


@pytest.mark.parametrize("form", FORMS, ids=[form[0] for form in FORMS])
def test_half_written_text_survives_that_the_server_is_killed(product, sign_in, colleague, form):
    what, path, field, resume = form
    path = path(jonas(product)[0])
    words = f"Snakket lenge i dag, det meste gjenstår ({what})."
    page = sign_in(INGRID)
    page.goto(product.url + path)
    type_into(page, field, words)

    product.kill()
    product.start()

    page.goto(product.url + path)
    if resume:  # the form holds what stands; the draft is offered beside it
        page.locator(f"a[href='{resume}']").click()
        page.wait_for_url(f"**{resume}")
    assert words in page.locator(f"[name={field}]").input_value()
    other = Reader(product.url).sign_in("trondheim", colleague)
    for address in (path, path + resume):
        status, text = other.get(address)
        assert status == 200
        assert words not in text
        assert 'href="?draft=1"' not in text


def test_text_is_kept_in_the_page_while_the_server_is_away(product, sign_in):
    """Not saved is said, nothing vanishes, and the next pause in typing keeps it."""
    page = sign_in(INGRID)
    page.goto(f"{product.url}/notices/new/enquiry/")
    field = page.locator("[name=text]")
    product.kill()
    type_into(page, "text", "Hva kan dere tilby")
    failed = page.locator("[data-draft-status]").get_attribute("data-failed")
    assert page.locator("[data-draft-status]").inner_text().strip() == failed
    product.start()
    field.press_sequentially(" ungdom?", delay=2)
    expect(page.locator("[data-draft-status]")).not_to_have_text(failed, timeout=15000)
    page.goto(f"{product.url}/notices/new/enquiry/")

    assert page.locator("[name=text]").input_value() == "Hva kan dere tilby ungdom?"


def test_nothing_of_a_person_is_left_in_the_browser_after_sign_out(product, sign_in):
    follow_up, plan = jonas(product)
    page = sign_in(INGRID)
    for path in (
        "/notices/",
        "/overview/",
        f"/persons/{follow_up}/",
        f"/plans/{plan}/",
        f"/persons/{follow_up}/notes/new/",
    ):
        page.goto(product.url + path)
        assert page.locator("h1").count() == 1
    type_into(page, "text", "Jonas Fjeld ringte.")
    during = page.evaluate(HELD)
    page.goto(product.url + "/account/")
    page.locator("[data-sign-out] button, form[data-sign-out] [type=submit]").first.click()
    page.wait_for_load_state("load")
    after = page.evaluate(HELD)
    cookies = [
        cookie["name"] for cookie in page.context.cookies() if cookie["name"] == "kp" and len(cookie["value"]) > 20
    ]

    assert "Fjeld" not in str(during)
    assert str(follow_up) not in str(after) + str(during["local"])
    own_page = ["htmx-current-path-for-history", "/"]  # of the start page, where one now is
    assert [entry for entry in after["session"] if entry != own_page] == []
    assert after | {"session": []} == {"local": [], "session": [], "kept": []}
    assert page.goto(f"{product.url}/persons/{follow_up}/").url.split("?")[0].endswith("/sign-in/")
    page.go_back()
    assert "Fjeld" not in page.content()
    assert cookies == []


def both(product, colleague, path, field, before):
    """Two open the same form, both change the same field; the second to save is shown both."""
    first, second = (Reader(product.url).sign_in("trondheim", login) for login in (INGRID, colleague))
    mine, theirs = f"{before} Først skrevet.", f"{before} Sist skrevet."
    opened = {reader: reader.form(path) for reader in (first, second)}
    status, text = first.send(path, {**opened[first], field: mine})
    assert status == 200, text[:3000]
    assert "Sist skrevet" not in text
    status, text = second.send(path, {**opened[second], field: theirs})
    assert status == 409, text[:3000]
    assert text.count("Først skrevet.") >= 1
    assert text.count("Sist skrevet.") >= 2  # beside the other's, and still in the field
    assert 'class="side-by-side"' in text
    return second, text


@pytest.mark.parametrize(
    ("path", "field", "table"),
    [
        ("/persons/{follow_up}/assessment/text/", "obstacles", "coordination_assessment"),
        ("/plans/{plan}/texts/", "resources", "plans_plantexts"),
    ],
)
def test_two_who_edit_the_same_text_both_keep_theirs_side_by_side(product, colleague, path, field, table):
    follow_up, plan = jonas(product)
    path = path.format(follow_up=follow_up, plan=plan)
    second, text = both(product, colleague, path, field, "Det vi vet.")

    stands = product.rows(f"SELECT {field} FROM {table} WHERE {field} LIKE '%%Først skrevet.'")
    assert len(stands) == 1  # nothing was written over
    status, _ = second.send(path, {**second.fields_of(text), field: "Først skrevet. Sist skrevet."})
    assert status == 200  # having read both, the second saves what is to stand
    stands = product.rows(f"SELECT {field} FROM {table} WHERE {field} = 'Først skrevet. Sist skrevet.'")
    assert len(stands) == 1
