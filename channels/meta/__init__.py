"""What the platforms of Meta share: signed webhooks, the Graph API, its errors (Meta for Developers)."""
