"""Asking every address as every kind of account: what is answered, and whether the planted words stand in it."""

from contextlib import contextmanager

from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction

OPEN, LED_ON, SIGN_IN, REFUSED, HIDDEN = "open", "led on", "sign in", "refused", "hidden"


NOWHERE = {"/my/none/", "/my/files/"}
"""Where somebody without a file, or without a chosen one, is led whatever they ask for."""


@contextmanager
def connection_kept():
    """The end of an answer does not close the connection to the database, whose transaction is ours."""
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_finished.connect(close_old_connections)


def ask(client, path, method="get", data=None):
    """The answer to one request, with everything it wrote rolled back, also in the browser's cookies:
    (open | led on | sign in | refused | hidden, body).
    """
    from knutepunkt.access import scope

    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        try:
            response = getattr(client, method)(path, data)
            with connection_kept():
                body = b"".join(response.streaming_content) if response.streaming else response.content
                response.close()
        finally:
            transaction.set_rollback(True)
            scope.leave()
            client.cookies.clear()
            client.cookies.load(cookies)
    return outcome(response), body.decode("utf-8", "replace")


def outcome(response):
    """Open: a page or a document. Led on: to another page, with nothing in it. 403 refused, 400, 404, 405 and 410 hidden."""
    if response.status_code in {400, 404, 405, 410}:
        return HIDDEN
    if response.status_code == 403:
        return REFUSED
    if response.status_code in {301, 302, 303} and "/sign-in/" in response["Location"]:
        return SIGN_IN
    if response.status_code in {301, 302, 303}:
        return HIDDEN if response["Location"] in NOWHERE else LED_ON
    assert response.status_code < 500, (response.status_code, response.request["PATH_INFO"])
    return OPEN


def routes():
    """Every URL name with its methods and permission, as the product itself lists them."""
    from knutepunkt.command.routes import routes as listed

    return {route["name"]: route for route in listed()}


def warm():
    """One statement, so that the connection stands on the right database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return cursor.fetchone()[0]
