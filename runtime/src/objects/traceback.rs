//! Tracebacks: through which frames an exception went, `traceback`.

#![allow(unsafe_code, reason = "declares the layout of tracebacks")]

use std::cell::Cell;

use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::eval::frame;
use crate::objects::exceptions::BaseException;
use crate::objects::frame::Frame;
use crate::objects::list::List;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A step of an exception through a frame: `PyTracebackObject`.
#[repr(C)]
pub struct Traceback {
    header: Header,
    /// `tb_next`: the step before it, in a frame that this one called.
    next: FieldOf<Traceback>,
    /// `tb_frame`
    frame: FieldOf<Frame>,
    /// `tb_lasti`: the instruction, in bytes; negative if none.
    lasti: i32,
    /// `tb_lineno`: the line, or -1 as long as nobody asked for it.
    lineno: Cell<i32>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Traceback {
    const NAME: &'static str = "traceback";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Traceback
    }
}

impl Traceback {
    /// A step in `frame`, before which came `next`: `tb_create_raw`.
    pub(crate) fn new(
        vm: &Vm,
        next: Option<Ref<Traceback>>,
        frame: Ptr<'_, Frame>,
        lasti: i32,
        lineno: i32,
    ) -> Ref<Traceback> {
        let ty = vm.types.traceback();
        let traceback = Traceback {
            header: Header::new(ty),
            next: FieldOf::from_option(next),
            frame: FieldOf::new(frame.to_ref()),
            lasti,
            lineno: Cell::new(lineno),
        };
        vm.alloc(ty, traceback)
    }

    /// A step in a frame that runs, where it is by now.
    pub(crate) fn of_frame(vm: &Vm, frame: Ptr<'_, Frame>) -> Ref<Traceback> {
        // SAFETY: the frame runs, or is kept for its object.
        let lasti = unsafe { frame::lasti(frame.get().frame()) };
        Self::new(vm, None, frame, 2 * lasti, -1)
    }

    /// `tb_next`
    pub(crate) fn next(&self) -> Option<Ref<Traceback>> {
        self.next.get()
    }

    /// `tb_frame`; none if the collector took the traceback apart.
    pub(crate) fn frame(&self) -> Option<Ref<Frame>> {
        self.frame.get()
    }

    /// The index of the instruction, if it is known.
    pub(crate) fn instruction(&self) -> Option<usize> {
        usize::try_from(self.lasti).ok().map(|lasti| lasti / 2)
    }

    /// `tb_lineno`
    pub(crate) fn line(&self) -> Option<i32> {
        match self.lineno.get() {
            -1 => {
                let line = self.frame.get()?.code().line(self.instruction());
                if let Some(line) = line {
                    self.lineno.set(line);
                }
                line
            }
            line => Some(line),
        }
    }
}

impl Vm {
    /// Notes that the exception that is set went through this frame: `PyTraceBack_Here`.
    pub(crate) fn traceback_here(&self, frame: Ptr<'_, Frame>) {
        let Some(exception) = self.take_exception() else { return };
        if let Some(raised) = exception.cast::<BaseException>() {
            let next = raised.traceback.get().and_then(|next| Ref::try_from_value(next).ok());
            // SAFETY: the frame runs, or is kept for its object.
            let lasti = unsafe { frame::lasti(frame.get().frame()) };
            let traceback = Traceback::new(self, next, frame, 2 * lasti, -1);
            raised.traceback.set(Some(traceback.into_value()));
        }
        let _ = self.restore_exception(exception);
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Traceback>> {
    vm.expect::<Traceback>(object)
}

/// `types.TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)`
fn new(vm: &Vm, _: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<4> =
        Signature::new("traceback", ["tb_next", "tb_frame", "tb_lasti", "tb_lineno"], 4);
    let [next, frame, lasti, lineno] = args.bind(vm, &SIGNATURE)?.map(|arg| arg.unwrap_or(Obj::NONE));
    let Some(frame) = frame.cast::<Frame>() else {
        return Err(vm.type_error(format_args!(
            "traceback() argument 'tb_frame' must be frame, not {}",
            frame.ty().name()
        )));
    };
    let number = |object| match i32::try_from(vm.index_isize(object, None)?) {
        Ok(number) => Ok(number),
        Err(_) => Err(vm.overflow_error("Python int too large to convert to C int")),
    };
    let (lasti, lineno) = (number(lasti)?, number(lineno)?);
    let next = match next.cast::<Traceback>() {
        Some(next) => Some(next.to_ref()),
        None if next.is_none() => None,
        None => {
            return Err(
                vm.type_error(format_args!("expected traceback object or None, got '{}'", next.ty().name()))
            );
        }
    };
    Ok(Traceback::new(vm, next, frame, lasti, lineno).into_value())
}

fn set_next(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let this = this(vm, object)?;
    let Some(value) = value else { return Err(vm.type_error("can't delete tb_next attribute")) };
    if value.is_none() {
        this.next.set(None);
        return Ok(());
    }
    let Some(next) = value.cast::<Traceback>() else {
        return Err(vm.type_error(format_args!("expected traceback object, got '{}'", value.ty().name())));
    };
    let mut cursor = Some(next.to_ref());
    while let Some(step) = cursor {
        if step.obj().is(object) {
            return Err(vm.value_error("traceback loop detected"));
        }
        cursor = step.next();
    }
    this.next.set(Some(next.to_ref()));
    Ok(())
}

/// `traceback`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "traceback",
    kind: Kind::Traceback,
    flags: flags::HAVE_GC,
    basicsize: size_of::<Traceback>(),
    doc: Some(
        "traceback(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nOne step of an exception on its way through the frames.",
    ),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Traceback>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<Traceback>().as_ref() };
            this.next.visit(visit);
            this.frame.visit(visit);
        }));
        slots.clear.set(Some(|_, object| {
            if let Some(this) = object.cast::<Traceback>() {
                drop((this.next.take(), this.frame.take()));
            }
        }));
    },
    methods: &[MethodDef::noargs("__dir__", |vm, _| {
        let names = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"];
        Ok(List::new(vm, names.map(|name| vm.intern(name).into_value()).into()).into_value())
    })],
    getset: &[
        GetSetDef::member("tb_frame", |vm, object| {
            Ok(this(vm, object)?.frame().map_or_else(Value::none, Ref::into_value))
        }),
        GetSetDef::new("tb_next", |vm, object| {
            Ok(this(vm, object)?.next().map_or_else(Value::none, Ref::into_value))
        })
        .set(set_next),
        GetSetDef::new("tb_lasti", |vm, object| Ok(vm.int(this(vm, object)?.lasti.into()))),
        GetSetDef::new("tb_lineno", |vm, object| {
            Ok(this(vm, object)?.line().map_or_else(Value::none, |line| vm.int(line.into())))
        }),
    ],
    ..TypeSpec::DEFAULT
};
