"""Look through XML before a tree is built of it: no document types, bounded depth, nesting and number."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from xize.errors import OverLimitError, UnreadableSourceError
from xize.extract import limits
from xize.words import Words

words = Words("xize.extract.word")


def within(name: str, key: str, found: int, limit: int) -> None:
    """Raise where `found` is over `limit`; `over_<key>` is what the message says.

    Raises:
        OverLimitError: it is.
    """
    if found > limit:
        raise OverLimitError(words(f"over_{key}", file=name, found=found, limit=limit), words("over_hint"))


@dataclass
class Guard:
    """Checks the parts of one package; elements are counted over all of them."""

    name: str
    elements: int = 0
    _part: str = field(default="", init=False)
    _depth: int = field(default=0, init=False)
    _tables: int = field(default=0, init=False)

    def check(self, part: str, data: bytes) -> None:
        """Raise where `data` is not well-formed XML within the limits.

        Raises:
            OverLimitError: too deep, too many elements, or tables nested too deep.
            UnreadableSourceError: not well-formed, or it declares a document type (entities).
        """
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._part, self._depth, self._tables = part, 0, 0
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            what = words("bad_xml", file=self.name, part=part, reason=error)
            raise UnreadableSourceError(what, words("damaged_hint")) from error

    def _doctype(self, *_: object) -> None:
        raise UnreadableSourceError(words("doctype", file=self.name, part=self._part), words("doctype_hint"))

    def _start(self, tag: str, _: object) -> None:
        self.elements += 1
        self._depth += 1
        if tag[-4:] == ":tbl":
            self._tables += 1
            within(self.name, "nested", self._tables, limits.NESTED_TABLES)
        if self._depth > limits.XML_DEPTH or self.elements > limits.XML_ELEMENTS:
            within(self.name, "depth", self._depth, limits.XML_DEPTH)
            within(self.name, "elements", self.elements, limits.XML_ELEMENTS)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if tag[-4:] == ":tbl":
            self._tables -= 1
