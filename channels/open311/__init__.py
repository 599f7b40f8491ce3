"""Open311 GeoReport v2: other people's programs file reports here, and come back for the news."""
