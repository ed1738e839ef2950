// The older side of the version report's test. Each kind of change has a definition here that shows it.
// BEGIN BYTECODES //

        pure inst(NOP, (--)) {
        }

        inst(RESUME, (--)) {
            tstate->resumed = oparg;
        }

        // Only its body changes; in that of SAME_BODY only comments and layout do.
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
            int err = store_old_name(name, PyStackRef_AsPyObjectBorrow(value));
            PyStackRef_CLOSE(value);
            ERROR_IF(err < 0);
        }

        inst(SAME_BODY, (left -- right)) {
            // A comment that goes away.
            right = PyStackRef_DUP(left); DEAD(left);
        }

        // Pops another number of items for odd arguments, and no longer escapes.
        inst(DROP_SOME, (values[oparg] --)) {
            drop_values(values, oparg);
            DEAD(values);
        }

        // Written otherwise, though the number is the same.
        inst(BUILD, (values[oparg * 2] -- res)) {
            res = build(values);
            DEAD(values);
        }

        inst(PUSHES, (-- one)) {
            one = PyStackRef_None;
        }

        inst(GOES_AWAY, (--)) {
            old_helper((old_type *)frame->old_only, OLD_ONLY, NAME_ERROR_MSG);
            _PyList_AppendTakeRef(frame->return_offset, NULL);
        }

        inst(READ_OLD_ITEM, (container -- res)) {
            res = read_item(container, OLD_LIMIT, frame->old_field);
            DEAD(container);
        }

        // A family with a member that leaves, one that stays and one that comes; its cache grows.
        family(FETCH, INLINE_CACHE_ENTRIES_FETCH) = {
            FETCH_SLOT,
            FETCH_LEAVES,
        };

        family(OLD_FAMILY, 0) = {
            OLD_FAMILY_FAST,
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

        op(_GUARD_VERSION, (version/1, owner -- owner)) {
            DEOPT_IF(VERSION_OF(owner) != version);
        }

        replicate(4) op(_FETCH_SLOT, (owner -- value)) {
            value = slot_of(owner, oparg);
            DEAD(owner);
        }

        op(_OLD_UOP, (--)) {
            old_step();
        }

        // The first becomes one that tier 2 cannot have, the second one of tier 1 only.
        op(_LEAVES_TIER_2, (--)) {
            step(tstate);
        }

        op(_LOSES_ITS_ID, (--)) {
            step(tstate);
        }

        // Its end is never reached in the newer one, which also asks for the instruction's size.
        op(_GOES_ON, (--)) {
            step(tstate);
        }

        op(_TWO_IN_ONE, (--)) {
            step(oparg);
        }

        macro(STEPS) = _LEAVES_TIER_2 + _LOSES_ITS_ID + _TWO_IN_ONE + _GOES_ON;

        inst(BECOMES_A_MACRO, (--)) {
            step(tstate);
        }

        family(COUNT, 1) = {
            COUNT_FAST,
        };

        inst(COUNT, (unused/1 --)) {
        }

        inst(COUNT_FAST, (unused/1 --)) {
            DEOPT_IF(tstate->slow);
        }

        macro(FETCH) = _SPECIALIZE_FETCH + unused/1 + _FETCH;
        macro(FETCH_SLOT) = unused/1 + _GUARD_VERSION + _FETCH_SLOT;
        macro(FETCH_LEAVES) = unused/1 + _GUARD_VERSION + _OLD_UOP + _FETCH;

        inst(OLD_FAMILY, (--)) {
        }

        inst(OLD_FAMILY_FAST, (--)) {
            DEOPT_IF(tstate->slow);
        }

        inst(INSTRUMENTED_LATER, (--)) {
            trace(tstate);
        }

        inst(INSTRUMENTED_NOP, (--)) {
            trace(tstate);
        }

        inst(INSTRUMENTED_LINE, (--)) {
            trace(tstate);
        }

        pseudo(JUMP_SOMEWHERE, (--)) = {
            NOP,
            RESUME,
        };

        pseudo(SETUP_OLD, (-- exc), (HAS_ARG)) = {
            NOP,
        };

        pseudo(WITH_ARGUMENT, (value -- value)) = {
            NOP,
        };

        label(error) {
            unwind(frame);
            DISPATCH();
        }

        label(old_label) {
            goto error;
        }

        spilled label(changes) {
            give_up(frame);
            RELOAD_STACK();
            DISPATCH();
        }

// END BYTECODES //
