p $$, Process.pid, Process.uid == Process.euid, Process.uid, Process.gid, Process.getpgid(0) == $$, Process.getsid == $$, Process.groups
p Process.getpriority(Process::PRIO_PROCESS, 0), File.umask.to_s(8), Dir.pwd, Process.argv0, Process.getrlimit(:STACK)[0], Process.getrlimit(:NOFILE), Process.getrlimit(:CORE)
p Dir.children("/proc/self/task"), Dir.children("/proc").grep(/^\d+$/).sort, Etc.respond_to?(:getlogin) rescue p $!.class
require "etc"
p Etc.nprocessors > 0, Etc.getpwuid&.name
