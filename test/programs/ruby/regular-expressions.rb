p "2024-05-06".match(/(?<year>\d+)-(?<month>\d+)/).named_captures, $~[0], $1, $`, $', "foobar"[/o+/], "x1y2".gsub(/\d/) { |d| (d.to_i * 2).to_s }
if /(?<word>\w+) (?<rest>.*)/ =~ "hello there you"
  p word, rest
end
p "aAbB".scan(/[[:upper:]]/), "ünï" =~ /\p{L}+/, "a\nb".split(/$/), "foo.bar(baz)".match?(/\((.+)\)/), Regexp.escape("a.b"), /x/i.source, "path/to".sub(%r{/}, "::"), Regexp.union("a", /b/)
