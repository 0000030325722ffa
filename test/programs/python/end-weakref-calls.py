import sys
import weakref

import told


class Plain:
    pass


kept = Plain()
silent = weakref.ref(kept)
sys.telling = weakref.ref(kept, told.tell)
