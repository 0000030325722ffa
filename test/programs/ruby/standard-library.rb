require "set"
require "json"
require "date"
require "time"
require "bigdecimal"
require "digest"
require "erb"
require "yaml"
require "csv"
require "ostruct"
require "forwardable"
require "delegate"
require "observer"
require "stringio"
require "strscan"
require "zlib"
require "tsort"

p Set[3, 1].sort, JSON.parse('{"a": [1, null]}'), JSON.pretty_generate({ a: 1 })
p Date.new(2024, 2, 29).next_year, Time.iso8601("2024-01-02T03:04:05Z"), BigDecimal("0.1") + BigDecimal("0.2")
p Digest::SHA256.hexdigest("x"), ERB.new("<%= 1 + 1 %>").result, { "a" => [1] }.to_yaml, YAML.load("- 1\n- b")
p CSV.parse_line("a,\"b,c\""), OpenStruct.new(a: 1), StringIO.new("x").read, Zlib.inflate(Zlib.deflate("zip")), Zlib.crc32("x")
p StringScanner.new("ab").scan(/a/)
p $LOADED_FEATURES.grep(/json/).size
