import locale
import logging

import numpy as np

print(logging.root.handlers, locale.getlocale(), locale.setlocale(locale.LC_ALL))
logging.warning("array %s", np.arange(2))
logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
logging.getLogger("mine").info("hello")
