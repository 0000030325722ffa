p Gem::Version.new("1.10") > Gem::Version.new("1.9"), Gem.ruby_version.to_s == RUBY_VERSION, Gem::Specification.map(&:name).include?("rake")
begin
  gem "no-such-gem"
rescue LoadError => e
  puts e.message.lines.first, e.class
end
gem "rake"
require "rake"
p Rake::VERSION.class, Gem.loaded_specs.key?("rake")
