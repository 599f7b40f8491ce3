"""The ports of the core on MongoDB; `store` is the whole, each other file one collection or one concern of all."""
