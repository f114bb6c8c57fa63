"""A server without keys of its own would sign cookies with the key in the source: it does not start."""

import os
import subprocess
import sys

import pytest

KEYS = {"KNUTEPUNKT_SECRET_KEY", "KNUTEPUNKT_FIELD_KEY", "KNUTEPUNKT_HASH_KEY"}


@pytest.mark.parametrize(
    "command", [["-m", "knutepunkt", "serve", "--port", "0"], ["-c", "import knutepunkt.config.wsgi"]]
)
def test_without_keys_nothing_is_served(command):
    environment = {name: value for name, value in os.environ.items() if name not in KEYS}
    environment["DATABASE_URL"] = "postgresql://knutepunkt_app@127.0.0.1:1/none"

    ended = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert ended.returncode != 0
    assert "KNUTEPUNKT_SECRET_KEY" in ended.stderr
