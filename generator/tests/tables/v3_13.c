// A small instruction set in the language of CPython 3.13.
// BEGIN BYTECODES //

        pure inst(NOP, (--)) {
        }

        inst(RESUME, (--)) {
            CHECK_EVAL_BREAKER();
        }

        replicate(2) inst(LOAD, (-- value)) {
            value = GETLOCAL(oparg);
            Py_INCREF(value);
        }

        specializing op(_SPECIALIZE_FETCH, (counter/1, owner -- owner)) {
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                specialize(owner);
            }
        }

        split op(_FETCH, (owner -- attr, null if (oparg & 1))) {
            attr = fetch(owner, oparg >> 1);
            null = NULL;
            DECREF_INPUTS();
            ERROR_IF(attr == NULL, error);
        }

        macro(FETCH) = _SPECIALIZE_FETCH + unused/2 + _FETCH;

        family(FETCH, 3) = {
            FETCH_SLOT,
            FETCH_DICT,
        };

        inst(FETCH_SLOT, (unused/1, index/2, owner -- attr, null if (oparg & 1))) {
            DEOPT_IF(index == 0);
            attr = slot(owner, index);
            null = NULL;
            DECREF_INPUTS();
        }

        inst(FETCH_DICT, (unused/1, hint/2, owner -- attr, null if (oparg & 1))) {
            EXIT_IF(hint == 0);
            attr = entry(owner, hint);
            null = NULL;
            DECREF_INPUTS();
        }

        inst(BUILD, (values[oparg] -- built)) {
            built = build(values, oparg);
            ERROR_IF(built == NULL, error);
        }

        inst(INSTRUMENTED_RESUME, (--)) {
            notify(tstate);
        }

        tier2 op(_EXIT_TRACE, (--)) {
            leave(current_executor);
        }

        tier1 op(_ONLY_ONE, (--)) {
        }

        macro(ONE) = _ONLY_ONE;

        pseudo(JUMP) = {
            NOP,
        };

        pseudo(LOAD_CELL, (HAS_LOCAL)) = {
            LOAD,
        };

// END BYTECODES //
