// repeat-lines 100000: // A comment that is long enough to fill the file.
