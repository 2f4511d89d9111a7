"""The tables of DNA 3.0's database files: names, limits and references that the program relies on.

DNA reads the tables by their names and columns and lets the database check its limits: short texts have fewer than 191
characters, colours are three numbers from 0 to 255, switches are 0 or 1.
"""

from __future__ import annotations

from collections.abc import Iterator

VERSION = ("3.0.7", "2022-06-10")
"""What the settings say: a version of DNA 3.0 and its day, so that every DNA of that line opens the file."""

PASSWORD = "communique"  # noqa: S105 - no secret: DNA asks for one, so the documentation tells it
DIGEST = "Y29tbXVuaXF1ZS1kbmEtM/Y2PnsWPUNEd8zsg4aCO9exTam1WXRpuhIOyXoqR1bd"
"""The password as DNA keeps it: 16 bytes of salt and SHA-256 taken 100,000 times, in base64."""

_SWITCHES = (
    "AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements",
    "DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations",
    "ViewOthersDocuments", "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements",
)  # fmt: skip
_RELATIONS = ("viewStatements", "editStatements", "viewDocuments", "editDocuments")
_TYPES = "'boolean', 'integer', 'long text', 'short text'"
_ID = "ID INTEGER NOT NULL PRIMARY KEY"


def tables() -> Iterator[str]:
    """The statements that make the tables, in an order in which every reference finds its table."""
    for name, columns in _tables().items():
        yield f"CREATE TABLE {name}({', '.join(columns)})"


def _tables() -> dict[str, list[str]]:
    colours = [_number(each, 0, 255) for each in ("Red", "Green", "Blue")]
    loose = [f"{each} INTEGER CHECK ({each} BETWEEN 0 AND 255)" for each in ("Red", "Green", "Blue")]
    return {
        "SETTINGS": ["Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"],
        "CODERS": [_ID, _short("Name"), *colours, *_coder_columns()],
        "DOCUMENTS": [
            _ID, _short("Title"), "Text TEXT NOT NULL", "Coder INTEGER",
            *(_short(each, empty=True) for each in ("Author", "Source", "Section")), "Notes TEXT NOT NULL DEFAULT ''",
            _short("Type", empty=True), "Date INTEGER NOT NULL", _refers("Coder", "CODERS"),
        ],
        "STATEMENTTYPES": [_ID, _short("Label"), *colours],
        "VARIABLES": [
            _ID, _short("Variable"),
            f"DataType TEXT NOT NULL DEFAULT 'short text' CHECK (DataType IN ({_TYPES}))",
            "StatementTypeId INTEGER", _refers("StatementTypeId", "STATEMENTTYPES"),
            "UNIQUE (Variable, StatementTypeId)",
        ],
        "VARIABLELINKS": [
            _ID, "SourceVariableId INTEGER", "TargetVariableId INTEGER",
            "CHECK (TargetVariableId != SourceVariableId)", _refers("SourceVariableId", "VARIABLES"),
            _refers("TargetVariableId", "VARIABLES"),
        ],
        "REGEXES": ["Label TEXT PRIMARY KEY CHECK (LENGTH(Label) < 191)", *colours],
        "CODERRELATIONS": [
            _ID, "Coder INTEGER CHECK (Coder > 0)", "OtherCoder INTEGER CHECK (OtherCoder > 0)",
            *(_number(each, 0, 1, default=1) for each in _RELATIONS), "CHECK (Coder != OtherCoder)",
            _refers("Coder", "CODERS"), _refers("OtherCoder", "CODERS"),
        ],
        "STATEMENTS": [
            _ID, "StatementTypeId INTEGER", "DocumentId INTEGER", "Start INTEGER NOT NULL CHECK (Start >= 0)",
            "Stop INTEGER NOT NULL CHECK (Stop >= 0)", "Coder INTEGER", "CHECK (Start < Stop)",
            _refers("StatementTypeId", "STATEMENTTYPES"), _refers("Coder", "CODERS"),
            _refers("DocumentId", "DOCUMENTS"),
        ],
        "DATABOOLEAN": _data("Value INTEGER NOT NULL DEFAULT 1"),
        "DATAINTEGER": _data("Value INTEGER NOT NULL DEFAULT 0"),
        "ENTITIES": [
            _ID, "VariableId INTEGER NOT NULL", _short("Value", empty=True), *loose,
            "ChildOf INTEGER CHECK (ChildOf > 0)", "UNIQUE (VariableId, Value)", _refers("ChildOf", "ENTITIES"),
            _refers("VariableId", "VARIABLES"),
        ],
        "DATASHORTTEXT": _data("Entity INTEGER NOT NULL", _refers("Entity", "ENTITIES")),
        "DATALONGTEXT": _data("Value TEXT DEFAULT ''"),
        "ATTRIBUTEVARIABLES": [
            _ID, "VariableId INTEGER NOT NULL", _short("AttributeVariable"), "UNIQUE (VariableId, AttributeVariable)",
            _refers("VariableId", "VARIABLES"),
        ],
        "ATTRIBUTEVALUES": [
            _ID, "EntityId INTEGER NOT NULL", "AttributeVariableId INTEGER NOT NULL",
            _short("AttributeValue", empty=True), "UNIQUE (EntityId, AttributeVariableId)",
            _refers("EntityId", "ENTITIES"), _refers("AttributeVariableId", "ATTRIBUTEVARIABLES"),
        ],
    }  # fmt: skip


def _coder_columns() -> Iterator[str]:
    yield _number("Refresh", 0, 9999)
    yield _number("FontSize", 1, 99, default=14)
    yield _short("Password")
    yield "PopupWidth INTEGER CHECK (PopupWidth BETWEEN 100 AND 9999) DEFAULT 300"
    yield from (_number(each, 0, 1) for each in ("ColorByCoder", "PopupDecoration"))
    yield _number("PopupAutoComplete", 0, 1, default=1)
    yield from (_number(f"Permission{each}", 0, 1, default=1) for each in _SWITCHES)


def _data(value: str, *more: str) -> list[str]:
    """A table of values: one for each statement and variable."""
    return [
        _ID, "StatementId INTEGER NOT NULL", "VariableId INTEGER NOT NULL", value,
        _refers("StatementId", "STATEMENTS"), _refers("VariableId", "VARIABLES"), *more,
        "UNIQUE (StatementId, VariableId)",
    ]  # fmt: skip


def _short(name: str, *, empty: bool = False) -> str:
    return f"{name} TEXT NOT NULL{' DEFAULT ' + repr('') if empty else ''} CHECK (LENGTH({name}) < 191)"


def _number(name: str, least: int, most: int, *, default: int = 0) -> str:
    return f"{name} INTEGER NOT NULL DEFAULT {default} CHECK ({name} BETWEEN {least} AND {most})"


def _refers(column: str, table: str) -> str:
    return f"FOREIGN KEY({column}) REFERENCES {table}(ID) ON DELETE CASCADE"
