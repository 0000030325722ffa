import io
import re
import unittest


class Tests(unittest.TestCase):
    def test_fails(self):
        self.assertEqual([1], [2])


stream = io.StringIO()
program = unittest.main(exit=False, testRunner=unittest.TextTestRunner(stream=stream))
print(re.sub(r"[\d.]+s", "?s", stream.getvalue()), program.result)
