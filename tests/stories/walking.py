"""Somebody who uses the pages with a pointer or with the keyboard alone, and says what stands there."""

import re

MOST_TABS = 400
FOCUSED = "e => e === document.activeElement"
PRIMARY = "button[type=submit]:not([name=_draft])"


class Walker:
    """One signed-in person in front of a browser. `hand` is "pointer" or "keyboard"."""

    def __init__(self, live, page, *, hand="pointer"):
        self.live, self.page, self.hand = live, page, hand

    def open(self, path):
        """Go to an address, as from a bookmark."""
        response = self.page.goto(path if path.startswith("http") else self.live.url + path)
        assert response.status < 400, f"{response.status} at {path}"
        return self

    def status_of(self, path):
        """What the server answers here, without looking."""
        return self.page.context.request.get(self.live.url + path, max_redirects=0).status

    def post(self, path):
        """Send an empty form past the buttons of the page, as one who knows the address would."""
        token = self.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        headers = {"Referer": self.live.url + "/"}
        return self.page.context.request.post(
            self.live.url + path, form={"csrfmiddlewaretoken": token}, headers=headers
        )

    def download(self, path):
        """The bytes of a document."""
        response = self.page.context.request.get(self.live.url + path)
        assert response.status == 200, response.status
        return response.body()

    # reading

    @property
    def text(self):
        """What stands on the page, soft hyphens and line breaks aside."""
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())

    def reads(self, *texts):
        """These stand on the page."""
        for text in texts:
            assert text in self.text, f"{text!r} does not stand on {self.page.url}: {self.text[:1500]}"
        return self

    def does_not_read(self, *texts):
        """None of these is anywhere on the page, not in what is hidden either."""
        content = self.page.content()
        for text in texts:
            assert text not in content, f"{text!r} stands on {self.page.url}"
        return self

    def link(self, ending):
        """The first visible link to an address that ends so."""
        return self.page.locator(f'a[href$="{ending}"]:visible').first

    def has_link(self, ending):
        """Whether there is such a link."""
        return self.page.locator(f'a[href$="{ending}"]').count() > 0

    def has_button(self, ending):
        """Whether there is a button that posts to an address that ends so."""
        return self.page.locator(f'form[action$="{ending}"] button').count() > 0

    # acting

    def follow(self, ending):
        """Follow a link."""
        with self.page.expect_navigation():
            self.activate(self.link(ending))
        return self

    def push(self, ending):
        """Push the button of a little form that posts to an address that ends so."""
        with self.page.expect_navigation():
            self.activate(self.page.locator(f'form[action$="{ending}"] button').first)
        return self

    def activate(self, target):
        """Click it, or reach it with Tab and press Enter."""
        if self.hand == "pointer":
            target.click()
        else:
            self.reach(target)
            self.page.keyboard.press("Enter")

    def reach(self, target):
        """Tab until it has the focus."""
        element = target.element_handle()  # found once: looking it up again costs more than the key
        for _time in range(MOST_TABS):
            if element.evaluate(FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"No Tab reaches {target}")

    def send(self, *, refused=False, **fields):
        """Fill in the fields by name and send the form they stand in; what was refused is returned as text."""
        form = self.page.locator("main form.form").first
        if fields:
            form = self.page.locator(f'form:has([name="{next(iter(fields))}"])').first
        for name, value in fields.items():
            self.fill(form, name, value)
        with self.page.expect_navigation():
            self.activate(form.locator(PRIMARY).first)
        errors = self.page.locator(".ds-error-summary")
        said = errors.first.inner_text() if errors.count() else ""
        assert bool(said) == refused, said or f"Nothing was refused on {self.page.url}"
        return said

    def fill(self, form, name, value):
        """Put a value into a field of any kind: text, a list of choices, one choice, or True for a box."""
        field = form.locator(f'[name="{name}"]').first
        kind = field.evaluate("e => e.type")
        if kind == "radio":
            self._choose(form, name, str(value))
        elif kind == "checkbox":
            self._tick(form, name, value)
        elif kind == "select-one":
            self._select(field, str(value))
        elif kind == "file":
            field.set_input_files(value)
        elif self.hand == "pointer":
            field.fill(str(value))
        else:
            self.reach(field)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(str(value))

    def _choose(self, form, name, value):
        group = form.locator(f'[name="{name}"]')
        target = form.locator(f'[name="{name}"][value="{value}"]')
        if self.hand == "pointer":
            target.check()
            return
        while not group.evaluate_all("all => all.includes(document.activeElement)"):
            self.page.keyboard.press("Tab")
        for _time in range(group.count()):
            if target.evaluate(FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        if not target.is_checked():
            self.page.keyboard.press("Space")
        assert target.is_checked(), f"{name} is not {value}"

    def _tick(self, form, name, value):
        boxes = form.locator(f'[name="{name}"]')
        for number in range(boxes.count()):
            box = boxes.nth(number)
            wanted = value if isinstance(value, bool) else box.get_attribute("value") in value
            if box.is_checked() == wanted:
                continue
            if self.hand == "pointer":
                box.set_checked(wanted)
            else:
                self.reach(box)
                self.page.keyboard.press("Space")
            assert box.is_checked() == wanted, name

    def _select(self, field, wanted):
        """Choose by value, or by the beginning of what the choice says."""
        index = field.evaluate(
            "(e, w) => [...e.options].findIndex(o => o.value === w) >= 0 ? [...e.options].findIndex(o => o.value === w)"
            " : [...e.options].findIndex(o => o.text.startsWith(w))",
            wanted,
        )
        assert index >= 0, f"{wanted!r} is no choice: {field.inner_text()}"
        if self.hand == "pointer":
            field.select_option(index=index)
            return
        self.reach(field)
        now = field.evaluate("e => e.selectedIndex")
        for _time in range(abs(index - now)):
            self.page.keyboard.press("ArrowDown" if index > now else "ArrowUp")
        assert field.evaluate("e => e.selectedIndex") == index, wanted


class Stage:
    """Where people come to a browser: each account once, with its own cookies."""

    def __init__(self, live, browser, *, hand="pointer", javascript=True, patience=15000):
        self.live, self.browser, self.hand, self.javascript, self.patience = live, browser, hand, javascript, patience
        self.contexts = {}

    def enter(self, login, url=None):
        """Sign somebody in, or bring back who is there already."""
        if login not in self.contexts:
            context = self.browser.new_context(locale="nb-NO", java_script_enabled=self.javascript)
            page = context.new_page()
            page.set_default_timeout(self.patience)
            self.contexts[login] = Walker(self.live, page, hand=self.hand)
            if login:
                self.contexts[login].open(url or self.live.accounts[login]["url"])
        return self.contexts[login]

    def close(self):
        """Everybody goes home."""
        for walker in self.contexts.values():
            walker.page.context.close()
