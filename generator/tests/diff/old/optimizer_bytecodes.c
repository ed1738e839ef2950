// BEGIN BYTECODES //

    op(_FETCH, (owner -- value)) {
        value = sym_new_unknown(ctx);
    }

    op(_GUARD_VERSION, (version/1, owner -- owner)) {
        sym_set_version(owner, version);
    }

    op(_OLD_UOP, (--)) {
    }

// END BYTECODES //
