"""Bytes to texts."""

from __future__ import annotations

import codecs

import pytest

from reader.pages import DecodeError, decode, fingerprint

TEXT = "清河县把旧粮站改成便民集市，四十二个摊位全部满租。\n群众说，家门口的日子方便多了。\n"
TRADITIONAL = "清河縣把舊糧站改成便民集市，四十二個攤位全部滿租。\n這個辦法對學生與長者都好。\n"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(mark: bytes, codec: str) -> None:
    decoded = decode(mark + TEXT.encode(codec))
    assert decoded.texts == (TEXT,)
    assert decoded.encoding == codec
    assert decoded.notes == ()


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
def test_unicode_without_a_mark(codec: str) -> None:
    decoded = decode(TEXT.encode(codec))
    assert (decoded.texts, decoded.encoding, decoded.notes) == ((TEXT,), codec, ())


@pytest.mark.parametrize(("text", "codec"), [(TEXT, "gb18030"), (TEXT, "gbk"), (TRADITIONAL, "big5")])
def test_encodings_of_the_mainland_and_of_taiwan(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.texts == (text,)
    assert decoded.encoding == ("big5" if codec == "big5" else "gb18030")


def test_an_encoding_by_name() -> None:
    assert decode(TEXT.encode("gb18030"), "GB2312").texts == (TEXT,)
    assert decode(TEXT.encode("utf-16"), "utf-16").texts == (TEXT,)
    with pytest.raises(DecodeError) as wrong:
        decode(TEXT.encode("gb18030"), "utf-8")
    assert (wrong.value.code, wrong.value.params) == ("encoding", {"encoding": "utf-8"})
    for name in ("klingon", "base64", "rot13"):
        with pytest.raises(DecodeError) as unknown:
            decode(b"abc", name)
        assert (unknown.value.code, unknown.value.params) == ("encoding_unknown", {"encoding": name})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "pdf"),
        (b"\n%PDF-1.4", "pdf"),
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (codecs.BOM_UTF8 + b"\n\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4, "binary"),
        (bytes(range(128, 256)) * 20, "binary"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(DecodeError) as refused:
        decode(data)
    assert refused.value.code == code


def test_a_few_bytes_gone_wrong_are_marked_and_noted() -> None:
    data = bytearray((TEXT * 20).encode())
    data[31] = 0xFF
    decoded = decode(bytes(data))
    assert decoded.texts[0].count("\ufffd") in (1, 2, 3)
    assert decoded.texts[0].endswith(TEXT)
    assert [(note.code, note.detail) for note in decoded.notes] == [("encoding_guessed", "utf-8")]


def test_line_ends_become_line_feeds() -> None:
    assert decode("甲\r\n乙\r丙\n".encode()).texts == ("甲\n乙\n丙\n",)


def test_form_feeds_part_pages_and_rows_go_on_counting() -> None:
    decoded = decode("甲\n乙\n\f丙\n\f\n丁\f\n".encode())
    assert decoded.texts == ("甲\n乙\n", "丙\n", "\n丁")
    assert decoded.first_rows == (1, 3, 4)


def test_fingerprints_follow_the_text_alone() -> None:
    by_gb = decode(TEXT.replace("\n", "\r\n").encode("gb18030")).texts[0]
    assert fingerprint(by_gb) == fingerprint(decode(TEXT.encode()).texts[0])
    assert fingerprint("甲") != fingerprint("乙")
    assert len(fingerprint("\ud800")) == 64
