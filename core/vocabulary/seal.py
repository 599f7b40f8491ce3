"""A secret of the deployment as steps see it: randomness that is passed in, the same for the same name."""

import hashlib
import hmac
from collections.abc import Callable

Seal = Callable[[str], bytes]
"""Give bytes that nobody can guess without the secret, always the same for the same name."""


def sealed_by(secret: bytes) -> Seal:
    """Make a seal out of a secret."""
    return lambda name: hmac.new(secret, name.encode(), hashlib.sha256).digest()
