"""Services and their definitions, out of the city pack (GeoReport v2, "GET Service List", "GET Service Definition")."""

from __future__ import annotations

from itertools import islice
from typing import Final

from core.city.city import Category
from web.open311.exchange import Exchange
from web.open311.refusals import Refused
from web.open311.trees import Fields, Node, Rows

KEYWORDS: Final = 8
PRIVACY, AREA, EXTERNAL = "privacy", "kelurahan", "external_id"
"""Attributes of every service; none is required."""
PRIVACIES: Final = ("anonim", "nama", "rahasia")
"""What is chosen where nobody says it stands first."""


def service_list(exchange: Exchange) -> Rows:
    """List what can be reported."""
    return Rows("services", "service", [_service(exchange, one) for one in exchange.site.city.categories])


def _service(exchange: Exchange, category: Category) -> Fields:
    city, language = exchange.site.city, exchange.language
    unit = city.unit_for(category.code)
    redirect = category.redirect(language)
    return Fields(
        {
            "service_code": category.code,
            "service_name": category.name(language),
            "description": redirect or exchange.say("service.description", unit=unit.name),
            "metadata": True,
            "type": "realtime",
            "keywords": ",".join(_keywords(category)),
            "group": unit.short or unit.name,
        }
    )


def _keywords(category: Category) -> list[str]:
    """Give some of the words by which the pack knows a category: those that are words, and no patterns of them."""
    plain = (word.text for word in category.words if word.text.replace(" ", "").isalpha())
    return list(islice(plain, KEYWORDS))


def service_definition(exchange: Exchange, code: str) -> Fields:
    """Describe what can be said with a report of a service. Raises ``Refused``."""
    if not exchange.site.city.has_category(code):
        raise Refused(404, "there is no such service_code")
    areas = [area.name for area in exchange.site.city.kelurahan]
    privacies = [(name, exchange.say(f"attribute.privacy_{name}")) for name in PRIVACIES]
    attributes: list[Node] = [
        _attribute(exchange, 1, PRIVACY, privacies),
        _attribute(exchange, 2, AREA, [(name, name) for name in areas]),
        _attribute(exchange, 3, EXTERNAL, []),
    ]
    return Fields(
        {"service_code": code, "attributes": Rows("attributes", "attribute", attributes)}, name="service_definition"
    )


def _attribute(exchange: Exchange, order: int, code: str, values: list[tuple[str, str]]) -> Fields:
    fields: dict[str, Node] = {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist" if values else "string",
        "required": False,
        "datatype_description": "" if values else exchange.say("attribute.of_client"),
        "order": order,
        "description": exchange.say(f"attribute.{code}"),
    }
    if values:
        rows = [Fields({"key": key, "name": name}) for key, name in values]
        fields["values"] = Rows("values", "value", rows)
    return Fields(fields)
