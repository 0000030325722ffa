begin
  Process.kill("INT", $$)
  sleep 1
rescue Interrupt => e
  p e, e.signo
end
raise Interrupt
