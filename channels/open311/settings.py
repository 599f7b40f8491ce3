"""The settings of Open311."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from channels.settings import Read, switch


class Open311Settings(Read):
    """Whether machines may file and follow reports; who they are stands in the store (`kanal client`)."""

    open311: Annotated[str, BeforeValidator(switch)] = Field("", alias="OPEN311")
