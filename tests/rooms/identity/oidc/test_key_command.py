"""Our own key for a service: the file can be used at once, and only the public half is shown."""

import json
import stat

import pytest

from knutepunkt.command.main import main
from knutepunkt.identity.oidc import configuration
from rooms.identity.oidc.lying import Liar, table


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_new_key_is_private_in_its_file_and_public_on_the_screen(tmp_path, capsys, algorithm):
    text = table(Liar(), "one", tmp_path)
    file = tmp_path / "ours.json"
    file.unlink()

    assert main(["sign-in-key", str(file), "--algorithm", algorithm]) == 0

    shown, kept = json.loads(capsys.readouterr().out), json.loads(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (kept["d"] != "", "d" in shown, shown["kid"]) == (True, False, kept["kid"])
    (tmp_path / "sign-in.toml").write_text(text)
    configured = configuration.read(str(tmp_path / "sign-in.toml"))
    assert configured.problems == ()
    assert configured.providers["one"].key_algorithm == algorithm

    assert main(["sign-in-key", str(file)]) == 1
    assert json.loads(file.read_text()) == kept
    assert "exists already" in capsys.readouterr().err
