"""Open311 GeoReport v2: services, requests, tokens and updates, in XML and JSON."""
