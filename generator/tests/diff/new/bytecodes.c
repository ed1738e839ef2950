// The newer side of the version report's test.
// BEGIN BYTECODES //

        pure inst(NOP, (--)) {
        }

        inst(RESUME, (--)) {
            tstate->resumed = oparg;
        }

        inst(STORE_NAME, (value --)) {
            int tries = 0;
            int limit = 3;
            if (tstate->patient) {
                limit = 10;
            }
            while (tries < limit) {
                tries++;
            }
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            int err = store_new_name(name, PyStackRef_AsPyObjectBorrow(value), NEW_MODE);
            if (err < 0) {
                struct note *note = make_note(name);
                tstate->new_field = (new_type *)note;
            }
            PyStackRef_CLOSE(value);
            ERROR_IF(err < 0);
        }

        inst(SAME_BODY, (left -- right)) {
            right = PyStackRef_DUP( left );
            DEAD(left);  /* A comment that is new. */
        }

        inst(DROP_SOME, (values[oparg & ~1] --)) {
            DROP_VALUES(values, oparg);
            DEAD(values);
        }

        inst(BUILD, (values[oparg + oparg] -- res)) {
            res = build(values);
            DEAD(values);
        }

        inst(READ_NEW_OLD_ITEM, (container -- res)) {
            res = read_item(container, OLD_LIMIT, frame->old_field);
            DEAD(container);
        }

        inst(PUSHES, (-- one, two)) {
            one = PyStackRef_None;
            two = PyStackRef_None;
        }

        inst(COMES, (first, second -- res)) {
            #ifdef Py_GIL_DISABLED
            lock_it(first);
            #endif
            PyObject *key = PyStackRef_AsPyObjectBorrow(second);
            PyObject *item = PyObject_GetItem(PyStackRef_AsPyObjectBorrow(first), key);
            PyStackRef_CLOSE(second);
            PyStackRef_CLOSE(first);
            ERROR_IF(item == NULL);
            res = new_helper(item, &New_Type, new_table[oparg]);
            INPUTS_DEAD();
        }

        family(FETCH, INLINE_CACHE_ENTRIES_FETCH) = {
            FETCH_SLOT,
            FETCH_COMES,
        };

        family(NEW_FAMILY, 0) = {
            NEW_FAMILY_FAST,
        };

        specializing op(_SPECIALIZE_FETCH, (counter/1 --)) {
            #if ENABLE_SPECIALIZATION
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                specialize(next_instr);
                DISPATCH_SAME_OPARG();
            }
            #endif
        }

        op(_FETCH, (owner -- value)) {
            value = fetch(owner);
            DEAD(owner);
        }

        // A wider cache, and an exit of another kind.
        op(_GUARD_VERSION, (version/2, owner -- owner)) {
            EXIT_IF(VERSION_OF(owner) != version);
        }

        // More copies, and an item with another name.
        replicate(8) op(_FETCH_SLOT, (object -- value)) {
            value = slot_of(object, oparg);
            DEAD(object);
        }

        // No longer for tier 2.
        tier1 op(_NEW_UOP, (--)) {
            new_step(this_instr);
        }

        op(_LEAVES_TIER_2, (--)) {
            step(tstate, this_instr);
        }

        tier1 op(_LOSES_ITS_ID, (--)) {
            step(tstate);
        }

        op(_GOES_ON, (--)) {
            step(INSTRUCTION_SIZE);
            DISPATCH();
        }

        op(_TWO_IN_ONE, (--)) {
            uint32_t oparg1 = oparg >> 4;
            step(oparg1);
        }

        macro(STEPS) = _LEAVES_TIER_2 + _LOSES_ITS_ID + _TWO_IN_ONE + _GOES_ON;

        op(_BECOMES_A_MACRO, (--)) {
            step(tstate);
        }

        macro(BECOMES_A_MACRO) = _BECOMES_A_MACRO;

        family(COUNT, INLINE_CACHE_ENTRIES_COUNT) = {
            COUNT_FAST,
        };

        inst(COUNT, (unused/1 --)) {
        }

        inst(COUNT_FAST, (unused/1 --)) {
            DEOPT_IF(tstate->slow);
        }

        inst(LATER, (--)) {
        }

        inst(INSTRUMENTED_LATER, (--)) {
            trace(tstate);
        }

        macro(FETCH) = _SPECIALIZE_FETCH + unused/2 + _FETCH;
        macro(FETCH_SLOT) = unused/1 + _GUARD_VERSION + _FETCH_SLOT;
        macro(FETCH_COMES) = unused/1 + _GUARD_VERSION + _NEW_UOP + _FETCH;

        inst(NEW_FAMILY, (--)) {
        }

        inst(NEW_FAMILY_FAST, (--)) {
            DEOPT_IF(tstate->slow);
        }

        inst(OLD_FAMILY, (--)) {
        }

        inst(OLD_FAMILY_FAST, (--)) {
            DEOPT_IF(tstate->slow);
        }

        family(OLD_FAMILY_OTHERWISE, 0) = {
            OLD_FAMILY_FAST,
        };

        inst(OLD_FAMILY_OTHERWISE, (--)) {
        }

        inst(INSTRUMENTED_NOP, (--)) {
            trace(tstate);
        }

        inst(INSTRUMENTED_RESUME, (--)) {
            trace(tstate);
        }

        inst(INSTRUMENTED_LINE, (--)) {
            trace(tstate);
        }

        pseudo(JUMP_SOMEWHERE, (--)) = [
            NOP,
            STORE_NAME,
        ];

        pseudo(BLOCK_NEW, (-- exc, lasti), (HAS_ARG)) = {
            NOP,
        };

        pseudo(WITH_ARGUMENT, (value -- value, value2), (HAS_ARG)) = {
            NOP,
        };

        label(error) {
            unwind(frame);
            DISPATCH();
        }

        label(new_label) {
            goto error;
        }

        label(changes) {
            give_up(frame, tstate);
            DISPATCH();
        }

// END BYTECODES //
