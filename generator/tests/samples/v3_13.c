/* What 3.13 has and 3.14 has not. The names are made up. */
// BEGIN BYTECODES //

        split inst(ANSWER, (unused/1, owner -- attr, self_or_null if (oparg & 1))) {
            if (owner == NULL) ERROR_NO_POP();
            for (int i = 0; i < 3; i++)
                use(i);
            while (more()) { }
            do {
                big |= (1ULL << total) ^ *(uint64_t *)&stack[0];
            } while (--total > 0);
            switch (oparg) {
                case 0:
                case ONE:
                    attr = owner;
                    break;
                default:
                    ERROR_IF(true, error);
            }
            int label = 1, spilled = label;
        }

        op(_LOOKS, (callable, args[oparg] -- new_frame: Frame*)) {
            LONE_MACRO
            new_frame = NULL;
        }

        pseudo(GOES, (HAS_ARG)) = {
            GOES_ON,
        };
        pseudo(STAYS) = { ANSWER };
        family(LOOKS, 1) = { ANSWER };
        macro(LOOKS) = unused/1 + _LOOKS;

// END BYTECODES //
