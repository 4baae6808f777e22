"""Plain values in, plain values out: text, URLs, dates, people, language."""
