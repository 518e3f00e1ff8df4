"""Convert legacy documents with LibreOffice: in a profile of its own, without macros, within a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from xize.errors import OverLimitError, UnreadableSourceError, UnsupportedFormatError
from xize.extract import limits
from xize.extract.word.guard import words

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_ENCRYPTED = 0x0100

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501 (one setting a line: macros off, linked content neither fetched nor updated)


@dataclass(frozen=True)
class Legacy:
    """A kind of legacy document: the suffix LibreOffice is shown, and its media type."""

    suffix: str
    media_type: str


DOC = Legacy("doc", "application/msword")
RTF = Legacy("rtf", "application/rtf")
ODT = Legacy("odt", "application/vnd.oasis.opendocument.text")


def kind(name: str, data: bytes) -> Legacy:
    """Tell what kind of legacy document the bytes are.

    Raises:
        UnreadableSourceError: the document is encrypted.
        UnsupportedFormatError: it is of another program.
    """
    if data.startswith(b"{\\rtf"):
        return RTF
    if data.startswith(b"PK"):
        return ODT
    if not data.startswith(OLE):
        raise UnsupportedFormatError(words("is_word2003", file=name), words("is_word2003_hint"))
    stream = _entry(data, "WordDocument")
    if _entry(data, "EncryptedPackage") or (stream and _is_encrypted(data, stream)):
        raise UnreadableSourceError(words("encrypted", file=name), words("encrypted_hint"))
    if stream:
        return DOC
    key = "is_xls" if _entry(data, "Workbook") or _entry(data, "Book") else "not_ole"
    key = "is_ppt" if _entry(data, "PowerPoint Document") else key
    raise UnsupportedFormatError(words(key, file=name), words(key + "_hint"))


def convert(name: str, data: bytes, legacy: Legacy) -> bytes:
    """Return the document as .docx.

    Raises:
        UnsupportedFormatError: LibreOffice is not installed.
        UnreadableSourceError: it cannot convert the file.
        OverLimitError: it took too long.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnsupportedFormatError(words("no_office", file=name, kind=legacy.suffix), words("no_office_hint"))
    with tempfile.TemporaryDirectory(prefix="xize-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source, result = home / f"source.{legacy.suffix}", home / "out" / "source.docx"
        source.write_bytes(data)
        profile = home / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        _run(name, [
            program, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard",
            f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(result.parent), str(source),
        ], home)  # fmt: skip
        if not result.is_file():
            raise UnreadableSourceError(words("office_failed", file=name), words("office_failed_hint"))
        return result.read_bytes()


def _run(name: str, command: list[str], home: Path) -> None:
    """Run to the end or the time limit; then its whole process group is killed (soffice starts others)."""
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(home)}
    process = subprocess.Popen(  # noqa: S603 (a program found on the path, no shell, file names of our own)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        process.wait(limits.OFFICE_SECONDS)
    except subprocess.TimeoutExpired:
        raise OverLimitError(
            words("over_seconds", file=name, limit=limits.OFFICE_SECONDS), words("office_failed_hint")
        ) from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _entry(data: bytes, stream: str) -> int:
    """Return where the directory entry of an OLE stream begins, 0 where there is none."""
    encoded = (stream + "\0").encode("utf-16-le")
    at = data.find(encoded, 512)
    while at >= 0 and (at % _ENTRY or data[at + 64 : at + 66] != len(encoded).to_bytes(2, "little")):
        at = data.find(encoded, at + 1)
    return max(at, 0)


def _is_encrypted(data: bytes, entry: int) -> bool:
    """Tell whether the Word stream's header (FIB) has its encryption flag set."""
    sector = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    at = (int.from_bytes(data[entry + 116 : entry + 120], "little") + 1) * sector
    return bool(int.from_bytes(data[at + 10 : at + 12], "little") & _ENCRYPTED)
