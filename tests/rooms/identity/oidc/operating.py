"""The file of sign-in services as an operator would write it: key, address and name; the profile says the rest."""

import json

from rooms.identity.oidc.lying import CLIENT_ID, OUR_KEY


def written(folder, providers) -> str:
    """Write the file and our key beside it; gives the file's name."""
    (folder / "ours.json").write_text(json.dumps(OUR_KEY.as_dict(private=True)))
    tables = [
        f'[[provider]]\nkey = "{name}"\nprofile = "{name}"\nissuer = "{provider.issuer}"\nclient_id = "{CLIENT_ID}"\n'
        f'key_file = "ours.json"\nlabel = {{ nb = "{name}", nn = "{name}", en = "{name}" }}'
        for name, provider in providers.items()
    ]
    file = folder / "sign-in.toml"
    file.write_text("\n\n".join(tables))
    return str(file)
