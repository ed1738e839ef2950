// BEGIN BYTECODES //

    op(_FETCH, (owner -- value)) {
        value = sym_new_not_null(ctx);
    }

    op(_GUARD_VERSION, (version/2, owner -- owner)) {
        sym_set_version(owner, version);
    }

    op(_FETCH_SLOT, (object -- value)) {
        value = sym_new_not_null(ctx);
    }

// END BYTECODES //
