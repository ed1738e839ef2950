// A part of an instruction set: names with reserved numbers are not defined, there is no pseudo-instruction, and so
// CPython's generator fails to write one of the tables.
// BEGIN BYTECODES //

        inst(TAKE, (a --)) {
            PyStackRef_CLOSE(a);
        }

        inst(LEAVE, (a -- a)) {
            look_at(a, oparg);
        }

        tier1 op(_FIRST, (--)) {
        }

        op(_SECOND, (-- b)) {
            b = PyStackRef_NULL;
        }

        macro(A_NAME_THAT_IS_LONGER_THAN_THE_COLUMN_OF_NAMES) = _FIRST + _SECOND + unused/1;

        macro(GROUP) = _SECOND + unused/1;

        family(GROUP, 1) = {
            MEMBER,
            A_NAME_THAT_IS_LONGER_THAN_THE_COLUMN_OF_NAMES,
        };

        inst(MEMBER, (unused/1 -- b)) {
            DEOPT_IF(oparg == 0);
            b = PyStackRef_NULL;
        }

// END BYTECODES //
