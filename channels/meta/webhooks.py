"""The address at which a platform of Meta calls us: signed bodies by POST, one question by GET."""

from collections.abc import Callable

from channels.contract import Received, Reply, Request, Route
from channels.meta.settings import MetaSettings
from channels.meta.verify import admit, challenge, verify


def meta_routes(settings: MetaSettings, take: Callable[[Request], Received]) -> tuple[Route, ...]:
    """Give the routes: who signs with the app's secret is read by ``take``, who knows our word hears its challenge."""
    app_secret = settings.meta_app_secret.get_secret_value()
    token = settings.meta_verify_token.get_secret_value()

    def signed(request: Request) -> None:
        verify(request.headers, request.body, app_secret)

    def known(request: Request) -> None:
        challenge(request.query, token)

    def answered(request: Request) -> Received:
        return Received(reply=Reply(challenge(request.query, token)))

    return (
        Route(admit=lambda request: admit(request.headers), verify=signed, take=take, reply=Reply("ok")),
        Route(admit=known, take=answered, methods=("GET",), proofs=("hub.verify_token",)),
    )
