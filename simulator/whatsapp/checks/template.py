"""A template message: its name and language, and the parameters that its variables need."""

from simulator.whatsapp import limits
from simulator.whatsapp.bubble import Choice, Content
from simulator.whatsapp.checks.content import attachment
from simulator.whatsapp.checks.node import Node
from simulator.whatsapp.errors import GraphError, invalid, malformed
from simulator.whatsapp.media import Medias
from simulator.whatsapp.templates import Template, Templates, fill, variables


def template(message: Node, medias: Medias, templates: Templates) -> Content:
    """Check a template message and expand it as its reader sees it."""
    node = message.child("template").only("name", "language", "components")
    spoken = node.child("language").only("code", "policy")
    spoken.one_of("policy", ("deterministic",))  # the only one there is (Messages API, language object)
    language = spoken.text("code", 20)
    name = node.text("name", limits.TEMPLATE_NAME)
    parts = [part.only("type", "sub_type", "index", "parameters") for part in node.items("components", required=False)]
    kinds = [part.one_of("type", ("header", "body", "button")) for part in parts]
    found = templates.usable(name, language)
    content = Content("template", template=name, category=found.category.lower(), footer=found.footer)
    body = [part for part, kind in zip(parts, kinds, strict=True) if kind == "body"]
    values = _values("body", found.body, found.named, body)
    content.text = fill(found.body, values)
    if len(content.text) > limits.TEMPLATE_BODY:
        raise GraphError(132005, f"body is longer than {limits.TEMPLATE_BODY} characters", bug=True)
    header = [part for part, kind in zip(parts, kinds, strict=True) if kind == "header"]
    _header(content, found, header, medias)
    buttons = [part for part, kind in zip(parts, kinds, strict=True) if kind == "button"]
    content.choices = _buttons(found, buttons)
    return content


def _values(place: str, text: str, named: bool, parts: list[Node]) -> dict[str, str]:
    names = variables(text)
    given = [parameter for part in parts for parameter in part.items("parameters", required=False)]
    if len(given) != len(names):
        raise GraphError(
            132000,
            f"{place}: number of localizable_params ({len(given)}) does not match "
            f"the expected number of params ({len(names)})",
            bug=True,
        )
    values: dict[str, str] = {}
    for position, parameter in enumerate(given):
        parameter.only("type", "text", "parameter_name", "currency", "date_time")
        if parameter.value.get("type") not in ("text", "currency", "date_time"):
            raise GraphError(132012, f"{place}: expected params of type text", bug=True)
        name = parameter.value.get("parameter_name")
        if named and name not in names:
            raise GraphError(132012, f"{place}: parameter name is missing or empty, or not in the template", bug=True)
        if not named and name is not None:
            raise GraphError(132012, f"{place}: the template has positional parameters", bug=True)
        values[str(name) if named else names[position]] = _plain(parameter)
    return values


def _plain(parameter: Node) -> str:
    """Give the text of a parameter; line breaks, tabs and runs of spaces are refused (code seen in the field)."""
    if parameter.value["type"] != "text":
        fallback: str = parameter.child(parameter.value["type"]).text("fallback_value", limits.TEMPLATE_BODY)
        return fallback
    text = parameter.text("text", 32_768)
    if any(sign in text for sign in ("\n", "\r", "\t", "     ")):
        raise GraphError(
            132018, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces", bug=True
        )
    return text


def _header(content: Content, found: Template, parts: list[Node], medias: Medias) -> None:
    if found.header_format in ("", "TEXT"):
        content.header = fill(found.header, _values("header", found.header, bool(_named(found.header)), parts))
        return
    kind = found.header_format.lower()
    given = [parameter for part in parts for parameter in part.items("parameters", required=False)]
    if len(given) != 1:
        raise GraphError(132000, f"header: number of params ({len(given)}) does not match the expected 1", bug=True)
    if given[0].value.get("type") != kind:
        raise GraphError(132012, f"header: Format mismatch, expected {found.header_format}", bug=True)
    attached = attachment(given[0].only("type", kind).child(kind).only("id", "link", "filename"), kind, medias)
    content.media, content.link, content.filename = attached.media, attached.link, attached.filename


def _named(text: str) -> list[str]:
    return [name for name in variables(text) if not name.isdigit()]


def _buttons(found: Template, parts: list[Node]) -> list[Choice]:
    given: dict[int, Node] = {}
    for part in parts:
        index = part.value.get("index")
        if not str(index).isdigit() or int(str(index)) >= len(found.buttons):
            raise invalid(f"{part.at('index')}: the template has {len(found.buttons)} buttons")
        sub_type = part.one_of("sub_type", ("quick_reply", "url"))
        if sub_type != found.buttons[int(str(index))].type.lower():
            raise GraphError(132012, f"button at index {index} is not of type {sub_type}", bug=True)
        given[int(str(index))] = part
    choices: list[Choice] = []
    for index, button in enumerate(found.buttons):
        part_given = given.get(index)
        if button.type == "QUICK_REPLY":
            choices.append(Choice(_payload(part_given) or button.text, button.text, "quick_reply"))
            continue
        values = _values(f"button {index}", button.url, bool(_named(button.url)), [part_given] if part_given else [])
        choices.append(Choice("", button.text, "url", url=fill(button.url, values)))
    return choices


def _payload(part: Node | None) -> str:
    if part is None:
        return ""
    parameters = part.items("parameters")
    if len(parameters) != 1 or parameters[0].only("type", "payload").value.get("type") != "payload":
        raise malformed(f"Param {part.at('parameters')} must be one parameter of type payload")
    return parameters[0].text("payload", limits.QUICK_REPLY_PAYLOAD)
