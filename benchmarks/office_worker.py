"""Fill workbooks in a running LibreOffice and hand back what it computed. Run by LibreOffice's own Python.

Reads one job a line from standard input: {"file", "inputs": [[sheet, column, first, last]], "results": [sheet, first,
last], "sets": [[column of values, …], …]}; answers one line a set: the values of both result columns.
"""

from __future__ import annotations

import json
import sys
import time

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]


def connect(pipe: str):  # type: ignore[no-untyped-def]
    """Return the desktop of the office that listens on a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice did not start")


def work(desktop, job: dict) -> None:  # type: ignore[no-untyped-def, type-arg]
    """Fill one workbook with every set of facts."""
    hidden = PropertyValue("Hidden", 0, True, 0)
    book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(job["file"]), "_blank", 0, (hidden,))
    book.enableAutomaticCalculation(False)
    book.calculateAll()
    columns = []
    for sheet, column, first, last in job["inputs"]:
        page = book.Sheets.getByName(sheet)
        page.unprotect("")
        columns.append(page.getCellRangeByName(f"{column}{first}:{column}{last}"))
    sheet, first, last = job["results"]
    found = book.Sheets.getByName(sheet).getCellRangeByName(f"E{first}:F{last}")
    for values in job["sets"]:
        for column, cells in zip(columns, values):  # noqa: B905 (LibreOffice's Python may be older than strict)
            column.setDataArray(tuple((cell,) for cell in cells))
        book.calculate()
        sys.stdout.write(json.dumps(found.getDataArray()) + "\n")
        sys.stdout.flush()
    book.close(True)


if __name__ == "__main__":
    office = connect(sys.argv[1])
    for line in sys.stdin:
        work(office, json.loads(line))
    office.terminate()
