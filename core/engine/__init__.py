"""From stored events to committed documents and delivered messages; pure where it can be."""
