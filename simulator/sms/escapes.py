"""Fill in the escapes of an address, as Kannel does with a get-url and a dlr-url (user guide, parameters)."""

import re
from collections.abc import Mapping
from urllib.parse import quote_plus

_ESCAPE = re.compile(r"%(.)")


def fill(pattern: str, values: Mapping[str, bytes | str]) -> str:
    """Give the address; an escape without a value is empty, and %% is a percent sign."""

    def one(found: re.Match[str]) -> str:
        name = found[1]
        return "%" if name == "%" else quote_plus(values.get(name, ""))

    return _ESCAPE.sub(one, pattern)


GET_QUERY = "id=%I&from=%p&to=%P&text=%b&charset=%C&coding=%c&time=%T&udh=%u"
"""The query of our get-url in `deploy/kannel`."""
