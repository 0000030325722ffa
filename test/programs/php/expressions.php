<?php
var_dump(preg_replace_callback('/\b(\w)(\w*)/', fn($m) => strtoupper($m[1]) . $m[2], "hello big world"));
var_dump(preg_match('/(?<year>\d{4})-(?<month>\d\d)/', "on 2024-05-06", $m, PREG_OFFSET_CAPTURE), $m);
var_dump(preg_split('/[\s,]+/', "a, b  c,d"), preg_quote("a.b*c"), preg_grep('/^a/', ["ab", "ba"]), @preg_match('/(/', ""), preg_last_error());
echo error_get_last()["message"], "\n";
ini_set("pcre.backtrack_limit", "1000");
ini_set("pcre.jit", "0");
var_dump(preg_match('/(?:\D+|<\d+>)*[!?]/', 'foobar foobar foobar'), preg_last_error_msg());
var_dump(mb_ereg_replace('[aeiou]', '*', "education"), similar_text("World", "Word"), levenshtein("kitten", "sitting"), soundex("Robert"), metaphone("Thompson"));
var_dump(wordwrap("The quick brown fox", 10, "\n", true), nl2br("a\nb"), ucwords("hello world-wide", " -"), strtr("Hi all", ["Hi" => "Hello", "Hello" => "x"]), sscanf("age: 25", "age: %d"));
