"""The seal of the logs. Only the worker and `kp audit` need any of it; the application server is given none."""

from pathlib import Path

from knutepunkt.config import env

KNUTEPUNKT_AUDIT_URL = env.DATABASE_AUDIT_URL.text()
KNUTEPUNKT_SEAL_FOLDER = Path(env.SEAL_FOLDER.text() or Path(env.DATA.text() or ".") / "seal")
KNUTEPUNKT_SEAL_RECEIVER = env.SEAL_RECEIVER.text()
