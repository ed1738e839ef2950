// A whole instruction set, though a small one: every name with a reserved number is defined, so that CPython's
// generator writes all six tables. It has something of everything that these tell apart.
// BEGIN BYTECODES //

        pure inst(NOP, (--)) {
        }

        inst(CACHE, (--)) {
            Py_FatalError("a cache cell was run");
        }

        inst(RESERVED, (--)) {
            Py_FatalError("a reserved opcode was run");
        }

        family(RESUME, 0) = {
            RESUME_CHECK,
        };

        op(_POLL, (--)) {
            int err = poll(tstate);
            ERROR_IF(err != 0);
        }

        op(_QUICKEN, (--)) {
            this_instr[0].op.code = RESUME_CHECK;
        }

        macro(RESUME) = _QUICKEN + _POLL;

        inst(RESUME_CHECK, (--)) {
            DEOPT_IF(tstate->pending);
        }

        replicate(3) pure inst(LOAD, (-- value)) {
            value = PyStackRef_DUP(GETLOCAL(oparg));
        }

        replicate(2) inst(STORE, (value --)) {
            GETLOCAL(oparg) = value;
            DEAD(value);
        }

        inst(LOAD_LOAD, (-- first, second)) {
            uint32_t oparg1 = oparg >> 4;
            uint32_t oparg2 = oparg & 15;
            first = PyStackRef_DUP(GETLOCAL(oparg1));
            second = PyStackRef_DUP(GETLOCAL(oparg2));
        }

        no_save_ip inst(DROP, (top --)) {
            PyStackRef_CLOSE(top);
        }

        specializing tier1 op(_SPECIALIZE_FETCH, (counter/1, owner -- owner)) {
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                specialize(owner, this_instr);
            }
        }

        op(_FETCH, (owner -- attr, self_or_null[oparg & 1])) {
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg >> 1);
            attr = fetch(PyStackRef_AsPyObjectBorrow(owner), name);
            if (oparg & 1) {
                self_or_null[0] = PyStackRef_NULL;
            }
            PyStackRef_CLOSE(owner);
            ERROR_IF(PyStackRef_IsNull(attr));
        }

        macro(FETCH) = _SPECIALIZE_FETCH + unused/8 + _FETCH;

        family(FETCH, 9) = {
            FETCH_SLOT,
            FETCH_DICT,
            FETCH_CONST,
        };

        op(_GUARD_VERSION, (version/2, owner -- owner)) {
            EXIT_IF(VERSION_OF(owner) != version);
        }

        op(_FETCH_SLOT, (index/1, unused/1, table/2, owner -- attr)) {
            attr = TABLE_GET(table, index);
            DEAD(owner);
        }

        op(_FETCH_CONST, (value/4, owner -- attr)) {
            attr = PyStackRef_FromPyObjectBorrow(value);
            DEAD(owner);
        }

        op(_PUSH_NULL_IF, (-- null[oparg & 1])) {
            if (oparg & 1) {
                null[0] = PyStackRef_NULL;
            }
        }

        macro(FETCH_SLOT) = unused/1 + _GUARD_VERSION + unused/2 + _FETCH_SLOT + _PUSH_NULL_IF;

        macro(FETCH_CONST) = unused/1 + _GUARD_VERSION + unused/2 + _FETCH_CONST + _PUSH_NULL_IF;

        inst(FETCH_DICT, (unused/1, hint/1, unused/7, owner -- attr, null[oparg & 1])) {
            DEOPT_IF(hint == 0);
            attr = PyStackRef_NULL;
            if (oparg & 1) {
                null[0] = PyStackRef_NULL;
            }
            DEAD(owner);
        }

        inst(BUILD, (values[oparg] -- built)) {
            built = build(values, oparg);
            DECREF_INPUTS();
            ERROR_IF(PyStackRef_IsNull(built));
        }

        inst(SPREAD, (unused/1, bottom, args[oparg], extra -- bottom, out[oparg - 1])) {
            spread(args, oparg, extra, out);
            DECREF_INPUTS();
        }

        op(_NEW_FRAME, (callable, args[oparg] -- new_frame: _PyInterpreterFrame *)) {
            new_frame = frame_of(callable, args, oparg);
            DEAD(args);
            DEAD(callable);
        }

        op(_SAVE_RETURN_OFFSET, (--)) {
            frame->return_offset = (uint16_t)(next_instr - this_instr);
        }

        op(_PUSH_FRAME, (new_frame: _PyInterpreterFrame * --)) {
            SYNC_SP();
            tstate->current_frame = new_frame;
            DEAD(new_frame);
        }

        macro(INVOKE) = unused/1 + _NEW_FRAME + flush + _SAVE_RETURN_OFFSET + _PUSH_FRAME;

        inst(JUMP_ON, (--)) {
            JUMPBY(oparg);
        }

        replaced op(_JUMP_IF, (cond --)) {
            int flag = PyStackRef_IsTrue(cond);
            DEAD(cond);
            if (flag) {
                JUMPBY(oparg);
            }
        }

        macro(JUMP_IF) = unused/1 + _JUMP_IF;

        op(_CHECK_PERIODIC_AT_JUMP, (--)) {
            int err = poll(tstate);
            if (err != 0) {
                ERROR_NO_POP();
            }
        }

        macro(JUMP_BACK) = _CHECK_PERIODIC_AT_JUMP + JUMP_ON;

        inst(CELL_SET, (value --)) {
            PyCell_SetTakeRef(GETLOCAL(oparg), value);
            DEAD(value);
        }

        inst(CONSTANT, (-- value)) {
            value = PyStackRef_FromPyObjectNew(GETITEM(FRAME_CO_CONSTS, oparg));
        }

        family(BINARY_OP, 5) = {
            BINARY_OP_ADD,
        };

        inst(BINARY_OP, (unused/5, left, right -- result)) {
            result = combine(left, right, oparg);
            DECREF_INPUTS();
            ERROR_IF(PyStackRef_IsNull(result));
        }

        inst(BINARY_OP_ADD, (unused/5, left, right -- result)) {
            EXIT_IF(!BOTH_SMALL(left, right));
            result = SMALL_ADD(left, right);
            DEAD(left);
            DEAD(right);
        }

        inst(BINARY_OP_INPLACE_ADD_UNICODE, (unused/5, left, right --)) {
            DEOPT_IF(IS_SHARED(left));
            extend(left, right);
            DECREF_INPUTS();
        }

        inst(INSTRUMENTED_RESUME, (--)) {
            int err = notify(tstate);
            ERROR_IF(err != 0);
        }

        inst(INSTRUMENTED_JUMP_ON, (unused/1 --)) {
            JUMPBY(oparg);
        }

        inst(INSTRUMENTED_LINE, (--)) {
            next_instr = line_event(tstate, frame);
        }

        inst(ENTER_EXECUTOR, (--)) {
            run(tstate, oparg);
        }

        tier2 op(_SET_IP, (target/4 --)) {
            frame->instr_ptr = (_Py_CODEUNIT *)target;
        }

        tier2 op(_EXIT_TRACE, (exit_p/4 --)) {
            leave(exit_p);
        }

        tier2 pure op(_POP_TWO, (unused, top --)) {
            DEAD(top);
        }

        pseudo(JUMP, (--)) = {
            JUMP_ON,
            JUMP_BACK,
        };

        pseudo(JUMP_WHEN, (cond -- cond), (HAS_JUMP, HAS_EVAL_BREAK)) = [
            LOAD, JUMP_IF, NOP,
        ];

        pseudo(BEGIN_BLOCK, (-- unused), (HAS_ARG)) = {
            NOP,
        };

        label(pop_1_error) {
            stack_pointer -= 1;
            goto error;
        }

        label(error) {
            goto unwind;
        }

        spilled label(unwind) {
            return NULL;
        }

// END BYTECODES //
