"""The settings of the toy."""

from pydantic import Field, SecretStr

from channels.settings import EMPTY, Address, Read


class TamtamSettings(Read):
    """Where the gateway takes messages, and the word that opens both sides."""

    tamtam_send_url: Address = Field("", alias="TAMTAM_SEND_URL")
    tamtam_key: SecretStr = Field(EMPTY, alias="TAMTAM_KEY")
