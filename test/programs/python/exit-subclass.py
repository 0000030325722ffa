class Leave(SystemExit):
    code = 44


class NoCode(SystemExit):
    @property
    def code(self):
        raise AttributeError("none")


import os
if os.fork() == 0:
    raise NoCode("printed instead")
print(os.waitstatus_to_exitcode(os.wait()[1]))
raise Leave("not printed")
