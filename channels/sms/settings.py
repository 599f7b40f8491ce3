"""The settings of text messages."""

import ipaddress
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from channels.settings import EMPTY, Address, Read
from channels.sms.query import names

COUNTRIES = "ID,TL"
"""Whose telephone numbers are answered, by ISO 3166; numbers without a country's prefix are of the first."""


def _are_networks(value: str) -> str:
    for one in split(value):
        ipaddress.ip_network(one, strict=False)
    return value


def _are_countries(value: str) -> str:
    if not split(value) or not all(len(one) == 2 and one.isalpha() for one in split(value)):
        raise ValueError("must be codes of two letters, separated by commas, such as ID,TL")
    return value


def _are_names(value: str) -> str:
    names(value)
    return value


class SmsSettings(Read):
    """Where the gateway takes messages, and how its calls to us are known."""

    sms_send_url: Address = Field("", alias="SMS_SEND_URL")
    sms_username: str = Field("", alias="SMS_USERNAME")
    sms_password: SecretStr = Field(EMPTY, alias="SMS_PASSWORD")
    sms_sender: str = Field("", alias="SMS_SENDER")
    sms_webhook_secret: SecretStr = Field(EMPTY, alias="SMS_WEBHOOK_SECRET")
    sms_allowed_sources: Annotated[str, AfterValidator(_are_networks)] = Field("", alias="SMS_ALLOWED_SOURCES")
    sms_callback_url: Address = Field("", alias="SMS_CALLBACK_URL")
    sms_countries: Annotated[str, AfterValidator(_are_countries)] = Field(COUNTRIES, alias="SMS_COUNTRIES")
    sms_parameters: Annotated[str, AfterValidator(_are_names)] = Field("", alias="SMS_PARAMETERS")
    sms_part_price: float = Field(0.0, alias="SMS_PART_PRICE", ge=0)


def split(value: str) -> tuple[str, ...]:
    """Give the entries of a list that is written with commas."""
    return tuple(one.strip() for one in value.split(",") if one.strip())
