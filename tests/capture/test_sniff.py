"""What bytes are: encodings as browsers take them, HTML, binary."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreigndesk.capture import decode_text
from foreigndesk.capture.sniff import binary, declared, is_html


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("café".encode(), "", "café"),
        ("café".encode(), "iso-8859-1", "café"),
        ("café".encode("latin-1"), "iso-8859-1", "café"),
        ("“Київ”".encode("cp1251"), "windows-1251", "“Київ”"),
        ("café".encode("utf-8-sig"), "", "café"),
        ("café".encode("utf-16"), "", "café"),
        ("“a”".encode("cp1252"), "", "“a”"),
        ("café".encode("latin-1"), "no-such-thing", "café"),
        (b"plain", "rot13", "plain"),
    ],
)
def test_decoding(data: bytes, encoding: str, text: str):
    assert decode_text(data, encoding)[0] == text


def test_trouble_is_said():
    assert decode_text("café".encode(), "")[1] == ""
    assert "windows-1252" in decode_text("café noir".encode("latin-1"), "utf-8")[1]


@given(st.binary(max_size=200), st.text(max_size=12))
def test_decoding_never_raises(data: bytes, encoding: str):
    assert isinstance(decode_text(data, encoding)[0], str)


def test_kinds():
    assert is_html(b"  <!doctype HTML><html>")
    assert is_html("<html>".encode("utf-16"))
    assert not is_html(b"a < b and c > d")
    assert binary(b"GIF89a") == "a GIF picture"
    assert binary("Тихо".encode()) == ""
    assert declared(b'<meta charset="KOI8-R">') == "koi8-r"
    assert declared(b'<?xml version="1.0" encoding="utf-8"?>') == "utf-8"


def test_a_page_made_to_keep_us_busy_does_not():
    began = time.process_time()
    assert not is_html(b"<!---->" * 1100 + b"x")
    assert is_html(b"<!---->" * 1000 + b"<p>")
    assert declared(b"<meta charset=" + b" " * 90_000) == ""
    assert declared(b"<meta charset " + b" " * 90_000 + b"=") == ""
    assert time.process_time() - began < 2
