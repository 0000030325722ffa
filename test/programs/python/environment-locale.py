import locale
import sys

print(sys.getfilesystemencoding(), sys.flags.utf8_mode, locale.getlocale(), locale.setlocale(locale.LC_CTYPE), sys.stdout.encoding)
