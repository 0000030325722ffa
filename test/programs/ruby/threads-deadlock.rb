Thread.new { Thread.stop }
Queue.new.pop
