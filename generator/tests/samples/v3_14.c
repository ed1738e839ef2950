/* A definition file with a bit of everything that the language of 3.14 has. The names are made up. */
#include "dummy.h"
#define inst(name, ...) case name:

static int dummy(int opcode)
{
    switch (opcode) {

// BEGIN BYTECODES //

        pure inst(IDLE, (--)) {
        }

        family(SUM, INLINE_CACHE_ENTRIES_SUM) = {
            SUM_INT,
            SUM_FLOAT,  // the last comma is optional
        };

        // Specialization comes first, then the work.
        specializing op(_SPECIALIZE_SUM, (counter/1, left, right -- left, right)) {
            #if ENABLE_SPECIALIZATION
            if (COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                _Specialize_Sum(left, right, next_instr);
                DISPATCH_SAME_OPARG();
            }
            STAT_INC(SUM, deferred);
            ADVANCE_COUNTER(this_instr[1].counter);
            #endif  /* ENABLE_SPECIALIZATION */
        }

        op(_SUM, (left, right -- res)) {
            PyObject *res_o = Number_Add(PyStackRef_AsPyObjectBorrow(left),
                                         PyStackRef_AsPyObjectBorrow(right));
            DECREF_INPUTS();
            ERROR_IF(res_o == NULL);
            res = PyStackRef_FromPyObjectSteal(res_o);
        }

        macro(SUM) = _SPECIALIZE_SUM + unused/4 + _SUM;
        macro(SUM_INT) = unused/1 + _GUARD_INTS + unused/4 + flush + _SUM_INT;
        macro(SUM_FLOAT) =
            unused/5 +
            _SUM_FLOAT;

        tier2 no_save_ip op(_GUARD_INTS, (left, right -- left, right)) {
            EXIT_IF(!Long_CheckExact((PyObject *)left) || !(_is_small(right)));
        }

        replicate(4) pure inst(PICK, (values[oparg], top -- values[oparg], top, copy)) {
            assert(oparg > 0 && oparg - 1 < 255u);
            copy = values[oparg - 1];
            for (int i = oparg, j = 0; --i >= 0; j++) {
                values[i] = i % 2 == 0 ? (_PyStackRef){ .bits = 1 } : values[j];
            }
        }

        override tier1 inst(CALLS, (callable, self[1], args[oparg] -- frame: _PyFrame *)) {
            int total = oparg;
            uint64_t big = 0xFFu + 1.5e3 + 'x' + sizeof(PyObject *) + sizeof total;
            const char *format = "value %" PRIu64 " of \"%s\"\n";
            PyObject *stack[] = {NULL, (PyObject *)self, };
            if (total > 3) {
                args--;
                total++;
            }
            else if (-total & ~(uint16_t)-1) {
                goto error;
            }
            else {
                while (total != 0) {
                    total >>= 1;
                    if (total == 7) { break; }
                    continue;
                }
            }
            big |= (1ULL << total) ^ *(uint64_t *)&stack[0];
            res = ((FastFunction)(void(*)(void))cfunc)(self->op.code, args, (total), offsetof(PyObject, ob_type));
#ifdef Py_DEBUG
            check(frame, format);
#else
            (void)frame;
            /* nothing to check */
#endif
            #define LOCAL_LIMIT 12
            {
                ;
                return x ? (a, b) : c;
            }
        }

        pseudo(GOES, (--), (HAS_ARG, HAS_JUMP)) = {
            GOES_ON,
            GOES_BACK,
        };

        pseudo(PAIR, (a -- a, b)) = [ FIRST, SECOND ];

        spilled label(error) {
            SAVE_STACK();
            goto exit_unwind;
        }

        label(exit_unwind) {
            DISPATCH();
        }

// END BYTECODES //

    }
    return 0;
}
