"""The mail server (without one, e-mails stay in the outbox) and the virus scanner for files that come in."""

from knutepunkt.config import env

_HOST, _, _PORT = env.EMAIL_URL.text().partition(":")
KNUTEPUNKT_SENDS_EMAIL = bool(_HOST)
EMAIL_HOST = _HOST
EMAIL_PORT = int(_PORT or 25)
DEFAULT_FROM_EMAIL = env.EMAIL_FROM.text()
KNUTEPUNKT_CLAMD = env.CLAMD.text()
