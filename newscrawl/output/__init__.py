"""Records out of the system: the durable JSONL writer."""
