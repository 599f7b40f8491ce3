"""The embedded database: who owns it (`server`), one run of it (`child`), who may read it (`access`)."""
