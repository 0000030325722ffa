class Custom < StandardError
  def initialize(msg = "default message") = super
  def detailed_message(highlight: false, **) = "detailed: #{super}"
end
begin
  raise Custom
rescue => e
  p e, e.message, e.full_message(highlight: false)
end
raise Custom.new("uncaught ünïcödé")
