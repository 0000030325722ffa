class Bad:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        raise ValueError(self.name)


Bad("early")
kept = Bad("late")
cycle = Bad("cycle")
cycle.me = cycle
