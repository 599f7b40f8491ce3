"""WhatsApp: Cloud API webhooks in, messages out (Meta, WhatsApp Business Platform documentation)."""
