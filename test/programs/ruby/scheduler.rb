class Scheduler
  def initialize = (@ready = []; @waiting = {})
  def run = (until @ready.empty? && @waiting.empty?
    @ready.shift&.resume
    now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    due, = @waiting.min_by(&:last)
    if due && @waiting[due] <= now then @waiting.delete(due); @ready << due end
  end)
  def close = run
  def fiber(&block) = Fiber.new(blocking: false, &block).tap(&:resume)
  def kernel_sleep(seconds = 0) = (@waiting[Fiber.current] = Process.clock_gettime(Process::CLOCK_MONOTONIC) + seconds; Fiber.yield)
  def block(*) = Fiber.yield
  def unblock(_, fiber) = @ready << fiber
  def io_wait(*) = raise(NotImplementedError)
  def fiber_interrupt(*) = nil
end
Fiber.set_scheduler(Scheduler.new)
Fiber.schedule { sleep 0.02; $stderr.syswrite "second\n" }
Fiber.schedule { sleep 0.01; $stderr.syswrite "first\n" }
