# frozen_string_literal: true
# warn_indent: true
text = "frozen"
p text.frozen?, "a#{1}".frozen?
begin
  text << "x"
rescue => e
  puts e.class, e.message
end
def oddly
  1
   end
p oddly
