import sys
import threading


def traced():
    x = 1
    return x


events = []


def tracer(frame, event, arg):
    events.append((event, frame.f_code.co_name, frame.f_lineno))
    return tracer


sys.settrace(tracer)
traced()
sys.settrace(None)
sys.setprofile(lambda frame, event, arg: events.append((event, frame.f_code.co_name)))
traced()
sys.setprofile(None)
print(events)
import cProfile
import io
import pstats
profile = cProfile.Profile()
profile.runcall(traced)
print(pstats.Stats(profile, stream=io.StringIO()).total_calls)
sys.monitoring.use_tool_id(0, "tool")
print(sys.monitoring.get_tool(0))
import pdb
pdb.Pdb(stdin=io.StringIO("c\n"), stdout=sys.stdout, nosigint=True)
breakpoint()
