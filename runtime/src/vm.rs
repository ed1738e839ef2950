//! The state of one VM.

#![allow(unsafe_code, reason = "the thread's pointer to its VM")]

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::ptr;

use crate::eval::thread::Thread;
use crate::gc::Gc;
use crate::hooks::Hooks;
use crate::names::Names;
use crate::objects::dict::Dict;
use crate::objects::function::FunctionVersions;
use crate::objects::module::Module;
use crate::objects::str_::Strings;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{MethodDef, TypeState};
use crate::objects::weakref::WeakTable;
use crate::specialize::stats::StatsCell;
use crate::types::Types;
use crate::value::{Field, FieldOf, Heap, Trash};

/// A VM: everything that Python programs share.
///
/// It belongs to the thread that made it. A thread may have several, of which one is current at a time.
pub struct Vm {
    /// The exception that is on its way to a handler: `tstate->current_exception`.
    pub(crate) current_exception: Field,
    /// What generated bodies see of the VM.
    pub(crate) thread_state: Thread,
    /// The built-in types.
    pub(crate) types: Types,
    /// Memory for objects.
    pub(crate) heap: Heap,
    /// Names that the VM itself uses.
    pub(crate) names: ManuallyDrop<Names>,
    /// What types share: versions and the cache of attributes.
    pub(crate) type_state: TypeState,
    /// What functions share: versions.
    pub(crate) function_versions: FunctionVersions,
    /// The native function that a body is about to call.
    pub(crate) pending_native: Cell<Option<&'static MethodDef>>,
    /// What the object model asks of the part that runs code.
    pub(crate) hooks: Hooks,
    /// The dict of the module `builtins`.
    pub(crate) builtins: FieldOf<Dict>,
    /// The module `builtins`.
    pub(crate) builtins_module: FieldOf<Module>,
    /// `()`, which exists once, from the first time on that it is needed.
    pub(crate) empty_tuple: FieldOf<Tuple>,
    /// The collector.
    pub(crate) gc: Gc,
    /// Who refers weakly to what.
    pub(crate) weak: WeakTable,
    /// Objects whose end was put off.
    pub(crate) trash: Trash,
    /// How often instructions were run and specialised, if that is counted.
    pub(crate) stats: StatsCell,
    /// Interned strings, and those that exist once.
    pub(crate) strings: Strings,
    /// Where the stack was when the VM was entered, and how much of it may be used from there on.
    stack_base: Cell<usize>,
    native_stack: Cell<usize>,
    /// What modules keep.
    pub(crate) modules: crate::modules::State,
    /// More decimal digits than this are refused between ints and text, unless it is 0: `sys.set_int_max_str_digits`.
    pub(crate) int_max_str_digits: Cell<u32>,
}

/// Why the loop should stop at the next safe place, as CPython numbers them.
pub(crate) mod breaker {
    /// `_PY_SIGNALS_PENDING_BIT`
    pub(crate) const SIGNALS_PENDING: usize = 1 << 1;
    /// `_PY_CALLS_TO_DO_BIT`
    pub(crate) const CALLS_TO_DO: usize = 1 << 2;
    /// `_PY_GC_SCHEDULED_BIT`
    pub(crate) const GC_SCHEDULED: usize = 1 << 4;
    /// The bits that are events; what is above them is the version of the instrumentation.
    pub(crate) const EVENTS_MASK: usize = (1 << 8) - 1;
}

thread_local! {
    static CURRENT: Cell<*const Vm> = const { Cell::new(ptr::null()) };
}

/// The thread's current VM.
///
/// # Panics
///
/// If there is none: a reference to an object was dropped outside of its VM.
#[inline(always)]
pub(crate) fn vm<'a>() -> &'a Vm {
    let vm = CURRENT.get();
    assert!(!vm.is_null(), "no VM is current on this thread");
    // SAFETY: a VM makes itself current only while it is borrowed by the caller of an API function, which outlives
    // everything that is called from there.
    unsafe { &*vm }
}

/// The thread's current VM, if there is one.
pub(crate) fn current<'a>() -> Option<&'a Vm> {
    let vm = CURRENT.get();
    // SAFETY: as for `vm`.
    unsafe { vm.as_ref() }
}

/// The thread's current VM, for who knows that there is one: code that the loop calls.
///
/// # Safety
///
/// A VM is current on this thread.
#[inline(always)]
pub(crate) unsafe fn running<'a>() -> &'a Vm {
    let vm = CURRENT.get();
    debug_assert!(!vm.is_null(), "no VM is current on this thread");
    // SAFETY: the contract, and as for `vm`.
    unsafe { &*vm }
}

/// How much of a thread's stack native calls may use, unless [`Vm::set_stack_size`] says more: less than the 2 MiB that
/// a thread of the standard library has.
const NATIVE_STACK: usize = 1 << 20;

impl Vm {
    /// A VM that has the built-in types, and no modules.
    pub fn bare() -> Box<Vm> {
        let heap = Heap::new();
        let types = Types::new();
        types.allocate(&heap);
        let strings = Strings::new(&heap, types.str(), 0);
        let names = Names::new(&strings, &heap, types.str());
        let vm = Box::new(Vm {
            current_exception: Field::NULL,
            thread_state: Thread::new(),
            types,
            heap,
            names: ManuallyDrop::new(names),
            type_state: TypeState::new(),
            function_versions: FunctionVersions::new(),
            pending_native: Cell::new(None),
            hooks: Hooks::new(),
            builtins: FieldOf::NULL,
            builtins_module: FieldOf::NULL,
            empty_tuple: FieldOf::NULL,
            gc: Gc::new(),
            weak: WeakTable::default(),
            trash: Trash::default(),
            stats: StatsCell::default(),
            strings,
            stack_base: Cell::new(usize::MAX),
            native_stack: Cell::new(NATIVE_STACK),
            modules: crate::modules::State::default(),
            int_max_str_digits: Cell::new(crate::objects::int::text::DEFAULT_MAX_STR_DIGITS),
        });
        crate::eval::call::install(&vm);
        let ready = vm.enter(|vm| {
            crate::objects::type_::ready_all(vm)?;
            crate::builtins::install(vm)
        });
        assert!(ready.is_ok(), "a built-in type cannot be made ready: {:?}", vm.current_exception.get());
        vm
    }

    /// Makes this VM the thread's current one while `function` runs.
    pub fn enter<R>(&self, function: impl FnOnce(&Vm) -> R) -> R {
        struct Restore(*const Vm);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0);
            }
        }
        let restore = Restore(CURRENT.replace(self));
        if restore.0 != ptr::from_ref(self) {
            self.stack_base.set(stack_pointer());
        }
        function(self)
    }

    /// Says how much stack the thread has from here on for native calls, those of this VM included.
    pub fn set_stack_size(&self, bytes: usize) {
        self.native_stack.set(bytes);
    }

    /// Goes one native call deeper: `_Py_EnterRecursiveCall`. `place` completes the message, as in
    /// `" while getting the repr of an object"`. What is asked is how much of the stack is used: nothing, if a call was
    /// inlined into the function that has the base.
    #[inline(always)]
    pub(crate) fn enter_recursive(&self, place: &str) -> crate::errors::PyResult<NativeCall> {
        let used = self.stack_base.get().saturating_sub(stack_pointer());
        if used < self.native_stack.get() {
            return Ok(NativeCall(()));
        }
        Err(self.stack_overflow(used, place))
    }

    #[cold]
    #[inline(never)]
    fn stack_overflow(&self, used: usize, place: &str) -> crate::errors::Raised {
        // What reports the error needs some stack as well.
        let limit = self.native_stack.replace(usize::MAX);
        let raised = self.recursion_error(format_args!("Stack overflow (used {} kB){place}", used >> 10));
        self.native_stack.set(limit);
        raised
    }
}

/// Roughly where the stack ends by now.
#[inline(always)]
fn stack_pointer() -> usize {
    let here = 0_u8;
    std::hint::black_box(std::ptr::from_ref(&here)) as usize
}

/// A native call that was not too deep. It says nothing more, and is there so that callers ask.
#[must_use = "a native call asks whether it is too deep"]
pub(crate) struct NativeCall(());

impl Drop for Vm {
    /// Ends everything: what is garbage by now, then what the VM itself keeps, then the built-in types.
    fn drop(&mut self) {
        if std::thread::panicking() {
            // A test failed in the middle of something: nothing is sure any more.
            self.current_exception.leak();
            self.thread_state.leak();
            self.builtins.leak();
            self.builtins_module.leak();
            self.empty_tuple.leak();
            self.modules.leak();
            return;
        }
        let names = &mut self.names as *mut ManuallyDrop<Names>;
        let vm: &Vm = self;
        vm.enter(|vm| {
            vm.finalize_modules();
            (vm.hooks.teardown.get())(vm);
            vm.clear_exception();
            vm.thread_state.clear();
            vm.builtins.set(None);
            vm.builtins_module.set(None);
            // Finalizers may make new garbage, but not for ever.
            for _ in 0..8 {
                vm.type_state.clear();
                if vm.collect_garbage(true) == 0 {
                    break;
                }
            }
            crate::objects::type_::clear_builtin_types(vm);
            vm.empty_tuple.set(None);
            vm.strings.clear();
            // SAFETY: the names are dropped once, here, and nothing looks anything up any more.
            unsafe { ManuallyDrop::drop(&mut *names) };
            let left = vm.heap.live() - Types::ALL.len();
            if cfg!(debug_assertions) && left > 0 {
                panic!("{left} objects are left at the end of the VM: {:?}", vm.left_over());
            }
            // SAFETY: the VM ends.
            unsafe { crate::objects::type_::free_builtin_types(vm) };
        });
    }
}

impl Vm {
    /// Names of the types of objects that the collector still watches, each with a number, for the report of a leak.
    fn left_over(&self) -> std::collections::BTreeMap<String, usize> {
        let mut counts = std::collections::BTreeMap::new();
        for object in self.tracked_objects() {
            *counts.entry(object.ty().name().to_owned()).or_insert(0) += 1;
        }
        counts
    }
}
