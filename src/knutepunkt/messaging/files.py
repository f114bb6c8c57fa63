"""Files people send: what they are by their content, which are taken, what they may be called, whether they are clean.

Only a few kinds are taken, each known by its first bytes and never by its name. A file is stored as bytes and handed out to be kept;
nothing here opens it beyond the table of contents of a zipped document.
"""

import hashlib
import io
import unicodedata
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal
from knutepunkt.messaging.scanner import scan

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 100
LONGEST_TYPE = 200
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2000
RUNS = frozenset({
    "app", "bat", "bin", "cmd", "com", "cpl", "dll", "exe", "hta", "htm", "html", "jar", "js", "jse", "lnk", "msi", "msp", "pif",
    "ps1", "py", "reg", "scr", "sh", "svg", "vb", "vbe", "vbs", "wsf", "wsh", "xhtml", "xml",
})  # fmt: skip
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<?php")
ZIPPED = {
    b"word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    b"xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    b"ppt/presentation.xml": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


class FileTooLarge(Refusal):
    """More than may be sent at once."""

    message = _("The file is too big. It can be 10 MB. Try to make it smaller, or send a picture of it.")


class FileEmpty(Refusal):
    """Nothing in it."""

    message = _("The file is empty. Choose it once more.")


class KindNotTaken(Refusal):
    """A kind of file that is not taken, or one that says it is something else than it is."""

    message = _("We cannot take this kind of file. You can send a picture, a PDF, a plain text or a document.")


class FileUnsafe(Refusal):
    """The scanner found something."""

    message = _("We did not take the file, for it can do harm. Your words are still here.")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that is taken: clean name with the right ending, kind by content, bytes, their SHA-256, and whether a scanner saw it."""

    name: str
    content_type: str
    content: bytes
    sha256: str
    scanned: bool


def checked_file(name: str, content: bytes) -> CheckedFile:
    """Judge a file somebody sends. Raises FileEmpty, FileTooLarge, KindNotTaken, FileUnsafe, NotScanned."""
    if not content:
        raise FileEmpty(field="attachment")
    if len(content) > LARGEST:
        raise FileTooLarge(field="attachment")
    cleaned = clean_name(name)
    if any(part.lower() in RUNS for part in cleaned.split(".")[1:]):
        raise KindNotTaken(field="attachment")
    ending, content_type = kind_of(content)
    clean = scan(content)
    if clean is False:
        raise FileUnsafe(field="attachment")
    stem = cleaned.rpartition(".")[0] if "." in cleaned else cleaned
    shown = f"{stem[:LONGEST_NAME].strip('. ') or 'file'}.{ending}"
    return CheckedFile(shown, content_type, content, hashlib.sha256(content).hexdigest(), clean is True)


def clean_name(name: str) -> str:
    """The last part of a path without control characters, marks that turn the direction of text, or signs with a meaning to a shell."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*%;`$'
    )
    return " ".join(kept.split()).strip(". ")


def kind_of(content: bytes) -> tuple[str, str]:
    """The ending and type of a file by its content. Raises KindNotTaken."""
    for start, at, ending, content_type in (
        (b"%PDF-", 0, "pdf", "application/pdf"),
        (b"\xff\xd8\xff", 0, "jpg", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", 0, "png", "image/png"),
        (b"GIF87a", 0, "gif", "image/gif"),
        (b"GIF89a", 0, "gif", "image/gif"),
        (b"WEBP", 8, "webp", "image/webp"),
        (b"ftypheic", 4, "heic", "image/heic"),
        (b"ftypmif1", 4, "heic", "image/heic"),
    ):
        if content[at : at + len(start)] == start:
            return ending, content_type
    if content.startswith(b"PK\x03\x04"):
        return _document(content)
    if _is_plain_text(content):
        return "txt", "text/plain"
    raise KindNotTaken(field="attachment")


def _document(content: bytes) -> tuple[str, str]:
    """A zipped document by its table of contents: without macros, and not so packed that opening it would fill a disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename.lower().encode() for part in parts}
            unpacked = sum(part.file_size for part in parts)
            named = b"mimetype" in names and packed.getinfo("mimetype").file_size < LONGEST_TYPE
            kind = packed.read("mimetype") if named else b""
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise KindNotTaken(field="attachment") from None
    if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS or any(b"vbaproject" in name for name in names):
        raise KindNotTaken(field="attachment")
    if kind in OPEN_DOCUMENTS:
        return OPEN_DOCUMENTS[kind], kind.decode()
    for inside, found in ZIPPED.items():
        if inside in names and b"[content_types].xml" in names:
            return found
    raise KindNotTaken(field="attachment")


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    lowered = content.lower()
    return (
        not text.startswith("#!")
        and not any(sign in lowered for sign in MARKUP)
        and not any(unicodedata.category(c) == "Cc" and c not in "\r\n\t" for c in text[:LARGEST])
    )
