"""What the settings of all channels have in common: where they are read, and when an address is one."""

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

EMPTY = SecretStr("")


def _is_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("must be an address that begins with https://")
    return value


Address = Annotated[str, AfterValidator(_is_address)]


class Read(BaseSettings):
    """Settings out of the environment or ``.env``, by names that are fixed and explained in ``.env.example``."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", populate_by_name=True)


_OFF = frozenset(("", "0", "false", "no", "off"))


def switch(value: object) -> str:
    """Read a switch: every word but those for no switches on."""
    word = str(value).strip()
    return "" if word.lower() in _OFF else word
