"""Make our key for a sign-in service: the private half goes into a file, the public half is printed, to be registered there."""

import argparse
import json
import os
from pathlib import Path

from knutepunkt.command.errors import OperatorError

RSA_BITS = 3072
CURVES = {"ES256": "P-256", "ES384": "P-384"}
ALGORITHMS = ("RS256", "PS256", *CURVES)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, help="the new file for the private key, named as key_file in KNUTEPUNKT_SIGN_IN"
    )
    parser.add_argument("--algorithm", choices=ALGORITHMS, default="RS256", help="what the service asks for (RS256)")


def run(arguments: argparse.Namespace) -> int:
    """Write the private key, readable by its owner only; an existing file is never written over."""
    from joserfc.jwk import ECKey, KeyParameters, RSAKey

    facts: KeyParameters = {"alg": arguments.algorithm, "use": "sig"}
    curve = CURVES.get(arguments.algorithm)
    key: ECKey | RSAKey = ECKey.generate_key(curve, facts) if curve else RSAKey.generate_key(RSA_BITS, facts)
    key.ensure_kid()
    try:
        place = os.open(arguments.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise OperatorError(f"{arguments.file} exists already: choose another name, so that no key is lost.") from None
    except OSError as error:
        raise OperatorError(f"{arguments.file} cannot be written: {error.strerror}.") from None
    with os.fdopen(place, "w", encoding="utf-8") as file:
        json.dump(key.as_dict(private=True), file)
    print(json.dumps(key.as_dict(private=False), indent=2))
    return 0
