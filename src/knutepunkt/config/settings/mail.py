"""The mail server. Without one, e-mails stay in the outbox."""

from knutepunkt.config import env

_HOST, _, _PORT = env.EMAIL_URL.text().partition(":")
KNUTEPUNKT_SENDS_EMAIL = bool(_HOST)
EMAIL_HOST = _HOST
EMAIL_PORT = int(_PORT or 25)
DEFAULT_FROM_EMAIL = env.EMAIL_FROM.text()
