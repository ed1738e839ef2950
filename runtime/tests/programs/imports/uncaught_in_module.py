"""An error while importing is reported with the frames of both files and none of the import system's."""

print("importing")
import _failing
