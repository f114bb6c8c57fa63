"""Files people send: known by content, cleaned names, bombs, and a scanner that is asked."""

import io
import socketserver
import struct
import threading
import zipfile
from contextlib import contextmanager

import pytest

from knutepunkt.messaging.files import (
    LARGEST,
    FileEmpty,
    FileTooLarge,
    FileUnsafe,
    KindNotTaken,
    checked_file,
    clean_name,
    kind_of,
)
from knutepunkt.messaging.scanner import NotScanned

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n"


def zipped(**parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return made.getvalue()


DOCX = zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"})
WITH_MACRO = zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", "word/vbaProject.bin": "MZ"})
BOMB = zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": b"0" * (101 * 1024 * 1024)})
ODT = zipped(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<office/>"})


@pytest.mark.parametrize(("content", "ending"), [
    (PDF, "pdf"),
    (b"\xff\xd8\xff\xe0JFIF", "jpg"),
    (b"\x89PNG\r\n\x1a\n....", "png"),
    (b"GIF89a....", "gif"),
    (b"RIFF....WEBPVP8 ", "webp"),
    (b"\0\0\0\x18ftypheic", "heic"),
    ("Blåbærsyltetøy\r\n\tog æøå".encode(), "txt"),
    (DOCX, "docx"),
    (ODT, "odt"),
])  # fmt: skip
def test_what_is_taken_is_known_by_its_content(content, ending):
    assert kind_of(content)[0] == ending
    assert checked_file("hva.som.helst", content).name == f"hva.som.{ending}"


@pytest.mark.parametrize("content", [
    b"MZ\x90\0", b"\x7fELF\x02", b"<svg/>", b"  <!DOCTYPE html>", b"hei <ScRiPt>", b"#!/bin/sh", b"\xca\xfe\xba\xbe", b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", zipped(a__b="c"), WITH_MACRO, BOMB, b"PK\x03\x04rest", b"\xff\xfe<\0s\0", b"\0\0\0", b"a\x1b[31m",
])  # fmt: skip
def test_what_is_not_taken(content):
    with pytest.raises(KindNotTaken):
        checked_file("bilde.png", content)


@pytest.mark.parametrize(("name", "clean"), [
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\Arne\\bilde.png", "bilde.png"),
    ("rapport\u202egnp.pdf", "rapportgnp.pdf"),
    ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
    (".htaccess", "htaccess"),
    ('"><script>.pdf', "script.pdf"),
    ("$(rm -rf).pdf", "(rm -rf).pdf"),
    ("Blåbær  æøå.pdf", "Blåbær æøå.pdf"),
])  # fmt: skip
def test_names_are_cleaned(name, clean):
    assert clean_name(name) == clean


def test_a_name_of_nothing_and_a_long_one():
    assert checked_file("...", PDF).name == "file.pdf"
    assert len(checked_file("a" * 400 + ".pdf", PDF).name) == 104


@pytest.mark.parametrize("name", ["faktura.pdf.exe", "bilde.JS.png", "a.scr.txt", "x.svg"])
def test_an_ending_that_runs_is_refused_wherever_it_stands(name):
    with pytest.raises(KindNotTaken):
        checked_file(name, PDF)


def test_nothing_and_too_much():
    with pytest.raises(FileEmpty):
        checked_file("a.pdf", b"")
    with pytest.raises(FileTooLarge):
        checked_file("a.pdf", PDF + b"0" * LARGEST)


# the scanner


class Clamd(socketserver.BaseRequestHandler):
    """As much of clamd as is asked: INSTREAM, with a virus in everything that says so."""

    def exactly(self, size):
        data = b""
        while len(data) < size:
            data += self.request.recv(size - len(data))
        return data

    def handle(self):
        assert self.exactly(10) == b"zINSTREAM\0"
        seen = b""
        while size := struct.unpack("!L", self.exactly(4))[0]:
            seen += self.exactly(size)
        self.server.seen.append(seen)
        self.request.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in seen else self.server.says)


@contextmanager
def clamd(settings, says=b"stream: OK\0"):
    with socketserver.TCPServer(("127.0.0.1", 0), Clamd) as server:
        server.seen, server.says = [], says
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.KNUTEPUNKT_CLAMD = f"127.0.0.1:{server.server_address[1]}"
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def test_the_scanner_sees_every_byte(settings):
    content = PDF + b"x" * 200_000
    with clamd(settings) as server:
        assert checked_file("a.pdf", content).scanned
        assert server.seen == [content]


def test_what_the_scanner_finds_is_refused(settings):
    with clamd(settings), pytest.raises(FileUnsafe):
        checked_file("a.pdf", PDF + b"EICAR")


def test_a_scanner_that_cannot_tell_lets_nothing_in(settings):
    with clamd(settings, says=b"INSTREAM size limit exceeded. ERROR\0"), pytest.raises(NotScanned):
        checked_file("a.pdf", PDF)


def test_a_scanner_that_is_away_lets_nothing_in(settings):
    settings.KNUTEPUNKT_CLAMD = "127.0.0.1:1"
    with pytest.raises(NotScanned):
        checked_file("a.pdf", PDF)


def test_without_a_scanner_it_is_said_that_nobody_looked(settings):
    settings.KNUTEPUNKT_CLAMD = ""
    assert not checked_file("a.pdf", PDF).scanned
