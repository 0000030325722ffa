s = "ünïcödé 🦊 Straße"
p s.size, s.bytesize, s.upcase, s.reverse, s.each_grapheme_cluster.count, s.unicode_normalize(:nfd).size, s.encode("UTF-16").bytesize
p s.encode("US-ASCII", undef: :replace), s.encode("ASCII", fallback: ->(c) { "?" }), s.force_encoding("BINARY").size
begin
  "ü".encode("US-ASCII")
rescue => e
  puts e.message
end
p "a-b_c d".split(/[-_ ]/), "hello world".tr("lo", "01"), "x" * 3, "abc".succ, "az".next, "%08.3f" % 3.14159, "a,b;c".scan(/\w/), "title case".split.map(&:capitalize).join(" ")
p "heredoc:", <<~A + <<-'B', "abc"[1..], "abc"[-2, 2], "caf\u00e9".unpack("U*"), [1, 2].pack("s*"), "z".ord, 955.chr("UTF-8"), "ab\tc\e".dump, "x".crypt("ab")
  indented #{1 + 1}
A
  raw #{no}
  B
p "こんにちは".encode("Shift_JIS").bytes.size, "こんにちは".encode("EUC-JP").encode("UTF-8"), Encoding.list.size, "a".encoding, :sym.encoding, Encoding.compatible?("a", "b".b)
