//! Code objects from CPython's own bytes.

use casewright_code::{Constant, marshal};

use super::Code;
use crate::value::Ref;
use crate::vm::Vm;

/// `marshal.dumps(compile("None", "<s>", "eval"))`, as CPython 3.14 writes it.
const NONE: &[u8] = b"\xe3\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\xf3\x06\0\0\0\x80\0R\0#\0)\x01N\xa9\0r\x02\0\0\0\xf3\
    \0\0\0\0\xda\x03<s>\xda\x08<module>r\x05\0\0\0\x01\0\0\0s\x08\0\0\0\xf0\x03\x01\x01\x01\xd9\0\x04r\x03\0\0\0";

fn load(vm: &Vm, bytes: &[u8]) -> Ref<Code> {
    let Ok(Constant::Code(data)) = marshal::read(bytes) else { panic!("the bytes are a code object") };
    match Code::from_data(vm, &data) {
        Ok(code) => code,
        Err(_) => panic!("the code object can be run"),
    }
}

fn shown(vm: &Vm, code: &Ref<Code>, attribute: &str) -> String {
    let value = vm.getattr_str(code.obj(), attribute).and_then(|value| vm.repr(value.obj()));
    value.map_or_else(|_| "an exception".to_owned(), |text| text.as_str().into_owned())
}

#[test]
fn attributes_are_what_cpython_says() {
    let vm = Vm::bare();
    vm.enter(|vm| {
        let code = load(vm, NONE);
        for (attribute, expected) in [
            ("co_code", r"b'\x80\x00R\x00#\x00'"),
            ("co_consts", "(None,)"),
            ("co_names", "()"),
            ("co_varnames", "()"),
            ("co_filename", "'<s>'"),
            ("co_name", "'<module>'"),
            ("co_stacksize", "1"),
            ("co_firstlineno", "1"),
            ("co_linetable", r"b'\xf0\x03\x01\x01\x01\xd9\x00\x04'"),
            ("co_exceptiontable", "b''"),
        ] {
            assert_eq!(shown(vm, &code, attribute), expected, "{attribute}");
        }
        let same = load(vm, NONE);
        assert_eq!(vm.equal(code.obj(), same.obj()), Ok(true));
        assert_eq!(vm.hash(code.obj()), vm.hash(same.obj()));
    });
}

#[test]
fn code_that_cannot_be_run_is_refused() {
    let vm = Vm::bare();
    vm.enter(|vm| {
        // The constant with number 9 is loaded, of which there is one.
        let mut bytes = NONE.to_vec();
        let load = bytes.iter().position(|byte| *byte == b'R').expect("LOAD_CONST is there");
        bytes[load + 1] = 9;
        let Ok(Constant::Code(data)) = marshal::read(&bytes) else { panic!("the bytes are a code object") };
        assert!(Code::from_data(vm, &data).is_err());
        assert!(vm.exception_matches(vm.types.value_error()));
        vm.clear_exception();
    });
}
