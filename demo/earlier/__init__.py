"""What an invented city went through before the demo begins: months of reports, lived by the real steps."""
