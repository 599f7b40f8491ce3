"""What X checks (X API v2, reference and rate-limit pages)."""

MB = 1024 * 1024
POST_WEIGHT = 280
URL_WEIGHT = 23
DIRECT_CHARACTERS = 10_000
QUERY_CHARACTERS = 512
SEARCH_SECONDS = 7 * 86_400
"""Recent search looks back seven days; an older ``since_id`` is refused."""
MENTIONS_KEPT = 800
DIRECT_SECONDS = 30 * 86_400
"""Direct message events of the last 30 days can be read."""
LOOKED_UP = 100
IMAGE_BYTES = 5 * MB
MEDIA_PER_POST = 4
MEDIA_SECONDS = 86_400
WEBHOOK_SECONDS = 10.0
"""A webhook answers within ten seconds."""
SUBSCRIPTIONS = 1_500
