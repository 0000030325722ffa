# shareable_constant_value: literal
WORDS = { a: ["x", "y"] }
p WORDS.frozen?, WORDS[:a][0].frozen?, Ractor.shareable?(WORDS)
