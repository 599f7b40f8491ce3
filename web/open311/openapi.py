"""The description of these addresses for machines: a file beside this one, with where and whose they are filled in."""

from __future__ import annotations

import copy
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from web.open311.exchange import Exchange

FILE = Path(__file__).with_name("openapi.json")


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return read


def description(exchange: Exchange, origin: str) -> bytes:
    """Give the OpenAPI 3.1 description of one city's Open311."""
    read = copy.deepcopy(_file())
    read["info"]["title"] += f": {exchange.site.city.name}"
    read["servers"] = [{"url": f"{origin}{exchange.root}"}]
    codes = [category.code for category in exchange.site.city.categories]
    read["components"]["schemas"]["ServiceCode"]["enum"] = codes
    filed = read["paths"]["/requests.{format}"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    filed["example"]["service_code"] = codes[0]
    return json.dumps(read, ensure_ascii=False).encode()
