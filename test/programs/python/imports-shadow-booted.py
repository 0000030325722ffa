import os
import io
import site

print(os.__file__, io.__file__, site.__file__)
import circular
