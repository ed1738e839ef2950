"""sys.exit() ends the program with status 0, running what is pending."""

import sys

try:
    print("leaving")
    sys.exit()
finally:
    print("finally")
