Just text,
no code at all.
