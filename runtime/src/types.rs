//! The built-in types of a VM.

#![allow(unsafe_code, reason = "pointers to types that live as long as the VM")]

use std::cell::Cell;
use std::ptr;

use crate::objects::type_::{Type, TypeSpec};
use crate::value::Singleton;

/// Where a built-in type is kept.
type Place = fn(&Types) -> &Cell<*const Type>;

macro_rules! types {
    ($($name:ident: $spec:path;)*) => {
        /// The built-in types.
        pub(crate) struct Types {
            $($name: Cell<*const Type>,)*
        }

        #[allow(dead_code, reason = "each type has an accessor, also one that only programs ask for")]
        impl Types {
            /// Every declaration, with the place of its type. `object` and `type` need not come first: a type is made
            /// ready after its bases.
            pub(crate) const ALL: &[(&TypeSpec, Place)] = &[$((&$spec, |types: &Types| &types.$name),)*];

            /// No types yet.
            pub(crate) const fn new() -> Self {
                Self { $($name: Cell::new(ptr::null()),)* }
            }

            $(
                #[doc = concat!("[`", stringify!($spec), "`]")]
                #[inline(always)]
                pub(crate) fn $name(&self) -> &Type {
                    debug_assert!(!self.$name.get().is_null(), concat!(stringify!($name), " is not there yet"));
                    // SAFETY: built-in types live as long as the VM, from its beginning on.
                    unsafe { &*self.$name.get() }
                }
            )*
        }
    };
}

// One line a type, in alphabetical order: the accessor and the declaration.
types! {
    anext_awaitable: crate::objects::generator::ANEXT_AWAITABLE_SPEC;
    arithmetic_error: crate::objects::exceptions::ARITHMETIC_ERROR;
    assertion_error: crate::objects::exceptions::ASSERTION_ERROR;
    async_generator: crate::objects::generator::ASYNC_GENERATOR_SPEC;
    async_generator_asend: crate::objects::generator::ASEND_SPEC;
    async_generator_athrow: crate::objects::generator::ATHROW_SPEC;
    async_generator_wrapped_value: crate::objects::generator::WRAPPED_VALUE_SPEC;
    attribute_error: crate::objects::exceptions::ATTRIBUTE_ERROR;
    base_exception: crate::objects::exceptions::BASE_EXCEPTION;
    base_exception_group: crate::objects::exceptions::BASE_EXCEPTION_GROUP;
    blocking_io_error: crate::objects::exceptions::BLOCKING_IO_ERROR;
    bool: crate::objects::bool::SPEC;
    broken_pipe_error: crate::objects::exceptions::BROKEN_PIPE_ERROR;
    buffered_io_base: crate::modules::io::base::BUFFERED;
    buffered_random: crate::modules::io::RANDOM;
    buffered_reader: crate::modules::io::READER;
    buffered_writer: crate::modules::io::WRITER;
    buffer_error: crate::objects::exceptions::BUFFER_ERROR;
    builtin_function: crate::objects::builtin_function::SPEC;
    bytearray: crate::objects::bytearray::SPEC;
    bytearray_iterator: crate::objects::bytes::iterator::BYTEARRAY_SPEC;
    bytes: crate::objects::bytes::SPEC;
    bytes_iterator: crate::objects::bytes::iterator::SPEC;
    bytes_warning: crate::objects::exceptions::BYTES_WARNING;
    bytes_io: crate::modules::io::bytes_io::SPEC;
    callable_iterator: crate::objects::iterators::CALLABLE;
    callable_proxy: crate::objects::weakproxy::CALLABLE_PROXY;
    cell: crate::objects::cell::SPEC;
    child_process_error: crate::objects::exceptions::CHILD_PROCESS_ERROR;
    classmethod: crate::objects::classmethods::CLASSMETHOD;
    classmethod_descriptor: crate::objects::descriptors::CLASSMETHOD;
    code: crate::objects::code::SPEC;
    complex: crate::objects::complex::SPEC;
    connection_aborted_error: crate::objects::exceptions::CONNECTION_ABORTED_ERROR;
    connection_error: crate::objects::exceptions::CONNECTION_ERROR;
    connection_refused_error: crate::objects::exceptions::CONNECTION_REFUSED_ERROR;
    connection_reset_error: crate::objects::exceptions::CONNECTION_RESET_ERROR;
    coroutine: crate::objects::generator::COROUTINE_SPEC;
    coroutine_wrapper: crate::objects::generator::COROUTINE_WRAPPER_SPEC;
    deprecation_warning: crate::objects::exceptions::DEPRECATION_WARNING;
    dict: crate::objects::dict::SPEC;
    dict_item_iterator: crate::objects::dict::ITEM_ITERATOR;
    dict_items: crate::objects::dict::ITEMS;
    dict_key_iterator: crate::objects::dict::KEY_ITERATOR;
    dict_keys: crate::objects::dict::KEYS;
    dict_reverse_item_iterator: crate::objects::dict::REVERSE_ITEM_ITERATOR;
    dict_reverse_key_iterator: crate::objects::dict::REVERSE_KEY_ITERATOR;
    dict_reverse_value_iterator: crate::objects::dict::REVERSE_VALUE_ITERATOR;
    dict_value_iterator: crate::objects::dict::VALUE_ITERATOR;
    dict_values: crate::objects::dict::VALUES;
    ellipsis: crate::objects::singletons::ELLIPSIS;
    encoding_warning: crate::objects::exceptions::ENCODING_WARNING;
    enumerate: crate::objects::iterators::ENUMERATE;
    eof_error: crate::objects::exceptions::EOF_ERROR;
    exception: crate::objects::exceptions::EXCEPTION;
    exception_group: crate::objects::exceptions::EXCEPTION_GROUP;
    file_exists_error: crate::objects::exceptions::FILE_EXISTS_ERROR;
    file_not_found_error: crate::objects::exceptions::FILE_NOT_FOUND_ERROR;
    file_io: crate::modules::io::FILE;
    filter: crate::objects::iterators::FILTER;
    float: crate::objects::float::SPEC;
    floating_point_error: crate::objects::exceptions::FLOATING_POINT_ERROR;
    frame: crate::objects::frame::SPEC;
    frame_locals_proxy: crate::objects::frame_locals::SPEC;
    frozenset: crate::objects::set::FROZEN_SPEC;
    function: crate::objects::function::SPEC;
    future_warning: crate::objects::exceptions::FUTURE_WARNING;
    generator: crate::objects::generator::GENERATOR_SPEC;
    generator_exit: crate::objects::exceptions::GENERATOR_EXIT;
    generic_alias: crate::objects::generic_alias::SPEC;
    getset_descriptor: crate::objects::descriptors::GETSET;
    import_error: crate::objects::exceptions::IMPORT_ERROR;
    import_warning: crate::objects::exceptions::IMPORT_WARNING;
    incomplete_input_error: crate::objects::exceptions::INCOMPLETE_INPUT_ERROR;
    indentation_error: crate::objects::exceptions::INDENTATION_ERROR;
    index_error: crate::objects::exceptions::INDEX_ERROR;
    int: crate::objects::int::SPEC;
    interpolation: crate::objects::template::INTERPOLATION;
    interrupted_error: crate::objects::exceptions::INTERRUPTED_ERROR;
    io_base: crate::modules::io::base::BASE;
    is_a_directory_error: crate::objects::exceptions::IS_A_DIRECTORY_ERROR;
    iterator: crate::objects::iterators::ITERATOR;
    key_error: crate::objects::exceptions::KEY_ERROR;
    keyboard_interrupt: crate::objects::exceptions::KEYBOARD_INTERRUPT;
    list: crate::objects::list::SPEC;
    list_iterator: crate::objects::list::ITERATOR;
    list_reverse_iterator: crate::objects::list::REVERSE_ITERATOR;
    longrange_iterator: crate::objects::range::LONG_ITERATOR;
    lookup_error: crate::objects::exceptions::LOOKUP_ERROR;
    map: crate::objects::iterators::MAP;
    mappingproxy: crate::objects::mappingproxy::SPEC;
    member_descriptor: crate::objects::descriptors::MEMBER;
    memory_error: crate::objects::exceptions::MEMORY_ERROR;
    memory_iterator: crate::objects::memoryview::ITERATOR;
    memoryview: crate::objects::memoryview::SPEC;
    method: crate::objects::method::SPEC;
    method_descriptor: crate::objects::descriptors::METHOD;
    method_wrapper: crate::objects::descriptors::METHOD_WRAPPER;
    missing: crate::objects::singletons::MISSING;
    module: crate::objects::module::SPEC;
    module_not_found_error: crate::objects::exceptions::MODULE_NOT_FOUND_ERROR;
    name_error: crate::objects::exceptions::NAME_ERROR;
    none: crate::objects::singletons::NONE;
    not_a_directory_error: crate::objects::exceptions::NOT_A_DIRECTORY_ERROR;
    not_implemented: crate::objects::singletons::NOT_IMPLEMENTED;
    not_implemented_error: crate::objects::exceptions::NOT_IMPLEMENTED_ERROR;
    object: crate::objects::object::SPEC;
    os_error: crate::objects::exceptions::OS_ERROR;
    overflow_error: crate::objects::exceptions::OVERFLOW_ERROR;
    paramspec: crate::objects::typing::PARAMSPEC;
    paramspec_args: crate::objects::typing::PARAMSPEC_ARGS;
    paramspec_kwargs: crate::objects::typing::PARAMSPEC_KWARGS;
    pending_deprecation_warning: crate::objects::exceptions::PENDING_DEPRECATION_WARNING;
    permission_error: crate::objects::exceptions::PERMISSION_ERROR;
    process_lookup_error: crate::objects::exceptions::PROCESS_LOOKUP_ERROR;
    property: crate::objects::property::SPEC;
    python_finalization_error: crate::objects::exceptions::PYTHON_FINALIZATION_ERROR;
    range: crate::objects::range::SPEC;
    range_iterator: crate::objects::range::ITERATOR;
    raw_io_base: crate::modules::io::base::RAW;
    recursion_error: crate::objects::exceptions::RECURSION_ERROR;
    reference_error: crate::objects::exceptions::REFERENCE_ERROR;
    resource_warning: crate::objects::exceptions::RESOURCE_WARNING;
    reversed: crate::objects::iterators::REVERSED;
    runtime_error: crate::objects::exceptions::RUNTIME_ERROR;
    runtime_warning: crate::objects::exceptions::RUNTIME_WARNING;
    set: crate::objects::set::SPEC;
    set_iterator: crate::objects::set::ITERATOR;
    simple_namespace: crate::objects::namespace::SPEC;
    slice: crate::objects::slice::SPEC;
    staticmethod: crate::objects::classmethods::STATICMETHOD;
    stop_async_iteration: crate::objects::exceptions::STOP_ASYNC_ITERATION;
    stop_iteration: crate::objects::exceptions::STOP_ITERATION;
    str: crate::objects::str_::SPEC;
    str_ascii_iterator: crate::objects::str_::iterator::ASCII_SPEC;
    str_iterator: crate::objects::str_::iterator::SPEC;
    string_io: crate::modules::io::string_io::SPEC;
    super_: crate::objects::super_::SPEC;
    syntax_error: crate::objects::exceptions::SYNTAX_ERROR;
    syntax_warning: crate::objects::exceptions::SYNTAX_WARNING;
    system_error: crate::objects::exceptions::SYSTEM_ERROR;
    system_exit: crate::objects::exceptions::SYSTEM_EXIT;
    tab_error: crate::objects::exceptions::TAB_ERROR;
    template: crate::objects::template::TEMPLATE;
    text_io_base: crate::modules::io::base::TEXT;
    text_io_wrapper: crate::modules::io::TEXT;
    timeout_error: crate::objects::exceptions::TIMEOUT_ERROR;
    traceback: crate::objects::traceback::SPEC;
    tuple: crate::objects::tuple::SPEC;
    tuple_iterator: crate::objects::tuple::ITERATOR;
    type_: crate::objects::type_::SPEC;
    type_alias: crate::objects::typing::alias::SPEC;
    type_error: crate::objects::exceptions::TYPE_ERROR;
    typevar: crate::objects::typing::TYPEVAR;
    typevartuple: crate::objects::typing::TYPEVARTUPLE;
    unbound_local_error: crate::objects::exceptions::UNBOUND_LOCAL_ERROR;
    unicode_decode_error: crate::objects::exceptions::UNICODE_DECODE_ERROR;
    unicode_encode_error: crate::objects::exceptions::UNICODE_ENCODE_ERROR;
    unicode_error: crate::objects::exceptions::UNICODE_ERROR;
    unicode_translate_error: crate::objects::exceptions::UNICODE_TRANSLATE_ERROR;
    unicode_warning: crate::objects::exceptions::UNICODE_WARNING;
    union_: crate::objects::union_::SPEC;
    user_warning: crate::objects::exceptions::USER_WARNING;
    value_error: crate::objects::exceptions::VALUE_ERROR;
    warning: crate::objects::exceptions::WARNING;
    weak_proxy: crate::objects::weakproxy::PROXY;
    weakref: crate::objects::weakref::SPEC;
    wrapper_descriptor: crate::objects::descriptors::WRAPPER;
    zero_division_error: crate::objects::exceptions::ZERO_DIVISION_ERROR;
    zip: crate::objects::iterators::ZIP;
}

impl Types {
    /// The type of a singleton.
    pub(crate) fn of_singleton(&self, singleton: Singleton) -> &Type {
        match singleton {
            Singleton::None => self.none(),
            Singleton::False | Singleton::True => self.bool(),
            Singleton::NotImplemented => self.not_implemented(),
            Singleton::Ellipsis => self.ellipsis(),
            Singleton::Missing => self.missing(),
        }
    }
}
