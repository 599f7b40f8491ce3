"""Read fields of the Bot API out of JSON that may have any shape (`channels.raw`), and its numeric ids."""

from channels.raw import Json, clean, obj, objects, real, text, whole

__all__ = ["Json", "clean", "ident", "obj", "objects", "real", "text", "whole"]


def ident(value: object) -> str:
    """Give a numeric id as text, empty when the value is none; ids need 52 bits (Bot API, Chat)."""
    if isinstance(value, str):
        return value if value.lstrip("-").isdecimal() else ""
    return str(whole(value) or "")
