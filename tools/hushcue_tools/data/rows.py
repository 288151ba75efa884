"""Lines of files as documents: JSON, or a table whose first line names the fields. Pure."""

import csv
import json
from typing import Any

NUMBERS = frozenset(
    (
        *("units", "amount_minor", "price_minor", "slot", "stock", "stock_low", "viewers"),
        *("impressions", "clicks", "carts", "views", "likes", "shares", "follows"),
    )
)
FLAGS = frozenset({"on", "quiet"})
TYPE = "type"
DELIMITERS = ",;\t"


class NotARow(ValueError):
    """reason: what is wrong with a line, in the words of its format."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def text_of(line: bytes) -> str:
    """In UTF-8. Raises NotARow: what is replaced by question marks is no comment."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotARow("UTF-8?") from None


def document_of(line: str) -> dict[str, Any]:
    """One line of JSON. Raises NotARow."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotARow(str(error)) from None
    if not isinstance(found, dict):
        raise NotARow("{...}")
    return found


class Table:
    """A CSV file, line by line; what stands between quotes stays on one line. The first names the fields of documents,
    ``type`` among them."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._delimiter = ","

    def document(self, line: str) -> dict[str, Any] | None:
        """The document of a line, None for the first and for empty ones. Raises NotARow."""
        if not line.strip():
            return None
        if not self._names:
            self._delimiter = max(DELIMITERS, key=line.count)
        try:
            (cells,) = csv.reader([line.removeprefix("\ufeff")], delimiter=self._delimiter, strict=True)
        except (csv.Error, ValueError) as error:
            raise NotARow(str(error)) from None
        if not self._names:
            names = [cell.strip().lower() for cell in cells]
            if TYPE not in names:
                raise NotARow(TYPE)
            self._names = names
            return None
        if len(cells) > len(self._names):
            raise NotARow(f"{len(cells)} > {len(self._names)}")
        told = zip(self._names, (cell.strip() for cell in cells), strict=False)
        return {name: _value(name, cell) for name, cell in told if cell}


def _value(name: str, cell: str) -> object:
    if name in NUMBERS:
        try:
            return int(cell)
        except ValueError:
            raise NotARow(f"{name}: {cell[:40]}") from None
    if name in FLAGS:
        if cell.lower() not in ("true", "false", "1", "0"):
            raise NotARow(f"{name}: {cell[:40]}")
        return cell.lower() in ("true", "1")
    return int(cell) if name == "t" and cell.isdecimal() else cell
