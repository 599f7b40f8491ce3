"""What the stand-ins of Meta's platforms share: signed deliveries and the way a body is written."""
