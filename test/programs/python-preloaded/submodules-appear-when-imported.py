import importlib
import urllib

print(hasattr(importlib, "metadata"), hasattr(urllib, "parse"), hasattr(importlib, "machinery"))
import numpy

print("random" in vars(numpy), "testing" in vars(numpy), "linalg" in vars(numpy), "fft" in vars(numpy))
print(sorted(vars(numpy)))
numpy.random.rand
print("random" in vars(numpy))
import numpy.random as r

print(r is numpy.random)
