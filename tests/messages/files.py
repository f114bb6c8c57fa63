"""The message files beside this module: what they are called and what is in them.

`PYTHONPATH=tests python -m messages.files` writes them again.
"""

from __future__ import annotations

from pathlib import Path

from messages import make

FOLDER = Path(__file__).parent


def written() -> dict[str, bytes]:
    """The files beside this module: one per type and version, a change, a cancellation, an attachment, receipts."""
    found: dict[str, bytes] = {}
    for number, type_code in enumerate(make.TYPES):
        to_hospital = type_code.startswith(("INNL", "HELSEOPPLYSN", "ORIENT", "DIALOG_FORESP"))
        ends = (
            {"sender": make.ALVDAL, "receiver": make.ST_OLAVS_HEART if number % 2 else make.ST_OLAVS}
            if to_hospital
            else {}
        )
        dialog = type_code.startswith("DIALOG_")
        thread = "kp-dialog_foresporsel-1.0" if type_code in {"DIALOG_SVAR", "DIALOG_AVVIK"} else None
        for version in ("1.0", "1.1") if dialog else ("1.5", "1.6"):
            name = f"{type_code.lower()}-{version}"
            found[name] = make.message(type_code, msg_id=f"kp-{name}", version=version, parent=thread, **ends)
    first = "kp-helseoppl_soknad-1.6"
    change = {"status": "M", "parent": first, "ready": "2026-11-26", "generated_at": "2026-11-20T09:00:00"}
    found["helseoppl_soknad-change"] = make.message("HELSEOPPL_SOKNAD", msg_id="kp-helseoppl_soknad-change", **change)
    cancel = {"status": "C", "parent": "kp-log_innlagt-1.6", "text": "Sendt ved en feil."}
    found["log_innlagt-cancellation"] = make.message("LOG_INNLAGT", msg_id="kp-log_innlagt-cancellation", **cancel)
    alive = {"status": "C", "parent": "kp-log_dod-1.6", "text": "Meldingen gjaldt en annen."}
    found["log_dod-cancellation"] = make.message("LOG_DOD", msg_id="kp-log_dod-cancellation", **alive)
    pdf = ("Kartlegging.pdf", "application/pdf", b"%PDF-1.4\n% an invented attachment\n%%EOF\n")
    found["dialog_notat-attachment"] = make.message("DIALOG_NOTAT", msg_id="kp-dialog_notat-attachment", attachment=pdf)
    found["dialog_notat-child"] = make.message(
        "DIALOG_NOTAT",
        msg_id="kp-dialog_notat-child",
        patient=make.LIV,
        receiver=make.TEST_ORGANISATION,
        text="Sáhka Livas: čállit.",
    )
    refused = {"status": ("2", "Avvist"), "error": ("E35", "Pasienten finnes ikke i mottakersystemet")}
    for version in ("1.0", "1.1"):
        found[f"apprec-ok-{version}"] = make.apprec(
            msg_id=f"kp-apprec-ok-{version}", original_id="kp-sent-1", version=version
        )
        found[f"apprec-rejected-{version}"] = make.apprec(
            msg_id=f"kp-apprec-rejected-{version}", original_id="kp-sent-2", version=version, **refused
        )
    return found


if __name__ == "__main__":
    for name, data in written().items():
        (FOLDER / f"{name}.xml").write_bytes(data)
