"""Sign-in services."""

from knutepunkt.config import env

KNUTEPUNKT_SIGN_IN = env.SIGN_IN.text()
