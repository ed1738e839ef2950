//! Methods and attributes of `memoryview`.

use super::{Format, MemoryView, View, items, live, released, this};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::bytes::Bytes;
use crate::objects::collections;
use crate::objects::int::IntRef;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, GetSetDef, MethodDef};
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

/// `PyBUF_MAX_NDIM`
const MOST_DIMENSIONS: usize = 64;

pub(super) const METHODS: &[MethodDef] = &[
    MethodDef::o("__class_getitem__", collections::class_getitem)
        .class()
        .doc("__class_getitem__($type, object, /)\n--\n\nSee PEP 585"),
    MethodDef::noargs("__enter__", |vm, object| Ok(live(vm, object)?.to_value())),
    MethodDef::fast("__exit__", |vm, object, _| {
        this(vm, object)?.get().release();
        Ok(Value::none())
    }),
    MethodDef::keywords("cast", cast).doc(
        "cast($self, /, format, shape=<unrepresentable>)\n--\n\nThe same memory as items of another format or shape.",
    ),
    MethodDef::o("count", |vm, object, value| {
        let view = vm.iter(object)?;
        let mut count = 0;
        while let Some(item) = vm.next(view.obj())? {
            count += i64::from(vm.equal(item.obj(), value)?);
        }
        Ok(vm.int(count))
    })
    .doc("count($self, value, /)\n--\n\nHow many items equal a value."),
    MethodDef::keywords("hex", |vm, object, args| {
        let bytes = to_bytes(vm, live(vm, object)?.get())?;
        let method = vm.getattr_str(bytes.obj(), "hex")?;
        vm.call(method.obj(), args)
    })
    .doc(
        "hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\n\
         Hexadecimal digits of all bytes, perhaps in groups.",
    ),
    MethodDef::fast("index", index)
        .doc("index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nThe index of the first item that equals a value."),
    MethodDef::noargs("release", |vm, object| {
        this(vm, object)?.get().release();
        Ok(Value::none())
    })
    .doc("release($self, /)\n--\n\nLets go of the memory, which cannot be used through the view any more."),
    MethodDef::keywords("tobytes", to_bytes_method)
        .doc("tobytes($self, /, order='C')\n--\n\nA copy of all bytes, the last index going first, or the first for 'F'."),
    MethodDef::noargs("tolist", |vm, object| {
        let view = live(vm, object)?.get();
        let mut items = items::all(vm, view)?.into_iter();
        nested(vm, &view.view.shape, &mut items)
    })
    .doc("tolist($self, /)\n--\n\nAll items in a list, one list for each dimension."),
    MethodDef::noargs("toreadonly", |vm, object| {
        let this = live(vm, object)?.get();
        let view = View { readonly: true, ..this.view.clone() };
        Ok(MemoryView::new(vm, this.object(vm)?.obj(), view).into_value())
    })
    .doc("toreadonly($self, /)\n--\n\nA view of the same memory that cannot be written through."),
];

/// An attribute that is read off the place of the items.
macro_rules! of_view {
    ($name:literal, |$vm:ident, $view:ident| $value:expr) => {
        GetSetDef::new($name, |$vm, object| {
            let $view = &live($vm, object)?.get().view;
            Ok($value)
        })
    };
}

pub(super) const GETSET: &[GetSetDef] = &[
    of_view!("c_contiguous", |_vm, view| Value::bool(view.is_contiguous(true))),
    of_view!("contiguous", |_vm, view| Value::bool(view.is_contiguous(true) || view.is_contiguous(false))),
    of_view!("f_contiguous", |_vm, view| Value::bool(view.is_contiguous(false))),
    of_view!("format", |vm, view| Str::new(vm, &view.format.text()).into_value()),
    of_view!("itemsize", |vm, view| vm.int(view.format.itemsize() as i64)),
    of_view!("nbytes", |vm, view| vm.int(view.nbytes() as i64)),
    of_view!("ndim", |vm, view| vm.int(view.shape.len() as i64)),
    GetSetDef::new("obj", |vm, object| live(vm, object)?.get().object(vm)),
    of_view!("readonly", |_vm, view| Value::bool(view.readonly)),
    of_view!("shape", |vm, view| numbers(vm, view.shape.iter().map(|len| *len as i64))),
    of_view!("strides", |vm, view| numbers(vm, view.strides.iter().map(|stride| *stride as i64))),
    of_view!("suboffsets", |vm, _view| Tuple::new(vm, Vec::new()).into_value()),
];

fn numbers(vm: &Vm, numbers: impl Iterator<Item = i64>) -> Value {
    Tuple::new(vm, numbers.map(|number| vm.int(number)).collect()).into_value()
}

fn to_bytes(vm: &Vm, this: &MemoryView) -> PyResult<Ref<Bytes>> {
    this.with_bytes(|bytes| Bytes::new(vm, bytes)).ok_or_else(|| released(vm))
}

fn to_bytes_method(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<1> = Signature::new("tobytes", ["order"], 0);
    let [order] = args.bind(vm, &SIGNATURE)?;
    let order = match order.filter(|order| !order.is_none()) {
        None => "C".to_owned(),
        Some(order) => match order.cast::<Str>() {
            Some(order) => order.get().as_str().into_owned(),
            None => {
                let name = order.ty().name();
                return Err(
                    vm.type_error(format_args!("tobytes() argument 'order' must be str or None, not {name}"))
                );
            }
        },
    };
    let this = live(vm, object)?.get();
    let first_first = match &*order {
        "C" => false,
        "F" => true,
        // As it lies in memory, if it lies side by side.
        "A" => !this.view.is_contiguous(true) && this.view.is_contiguous(false),
        _ => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
    };
    if !first_first {
        return to_bytes(vm, this).map(Ref::into_value);
    }
    let mut turned = this.view.clone();
    turned.shape.reverse();
    turned.strides.reverse();
    let view = MemoryView::new(vm, this.object(vm)?.obj(), turned);
    to_bytes(vm, &view).map(Ref::into_value)
}

/// Lists in lists, as deep as there are dimensions.
fn nested(vm: &Vm, shape: &[usize], items: &mut impl Iterator<Item = Value>) -> PyResult<Value> {
    match shape {
        [] => items.next().ok_or_else(|| released(vm)),
        [len] => Ok(List::new(vm, items.take(*len).collect()).into_value()),
        [len, inner @ ..] => {
            let lists: PyResult<Vec<Value>> = (0..*len).map(|_| nested(vm, inner, items)).collect();
            Ok(List::new(vm, lists?).into_value())
        }
    }
}

fn index(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "index", 1, 3)?;
    let this = live(vm, object)?.get();
    let len = match this.view.shape[..] {
        [] => return Err(vm.type_error("invalid lookup on 0-dim memory")),
        [len] => len,
        _ => return Err(vm.not_implemented_error("multi-dimensional lookup is not implemented")),
    };
    let (start, stop) = collections::search_bounds(vm, args, len)?;
    for index in start..stop.min(len) {
        let item = items::item(vm, object, index as isize)?;
        if vm.rich_compare_bool(item.obj(), args.get(0), CompareOp::Eq)? {
            return Ok(vm.int(index as i64));
        }
    }
    Err(vm.value_error("memoryview.index(x): x not found"))
}

/// The shape that `cast` is asked for.
fn shape_argument(vm: &Vm, shape: Obj<'_>) -> PyResult<Vec<Value>> {
    match (shape.cast::<Tuple>(), shape.cast::<List>()) {
        (Some(tuple), _) => Ok(tuple.get().as_slice().to_vec()),
        (None, Some(list)) => Ok(list.get().to_vec()),
        (None, None) => Err(vm.type_error("shape must be a list or a tuple")),
    }
}

fn lengths(vm: &Vm, shape: &[Value]) -> PyResult<Vec<usize>> {
    let mut product: usize = 1;
    let mut lengths = Vec::with_capacity(shape.len());
    for len in shape {
        let Some(len) = IntRef::of(len.obj()) else {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        };
        let Some(len) = len.to_i64().and_then(|len| usize::try_from(len).ok()).filter(|len| *len > 0) else {
            return Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0"));
        };
        match product.checked_mul(len).filter(|product| isize::try_from(*product).is_ok()) {
            Some(all) => product = all,
            None => return Err(vm.value_error("memoryview.cast(): product(shape) > SSIZE_MAX")),
        }
        lengths.push(len);
    }
    Ok(lengths)
}

fn cast(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<2> = Signature::new("cast", ["format", "shape"], 1);
    let [format, shape] = args.bind(vm, &SIGNATURE)?;
    let format = format.unwrap_or(Obj::NONE);
    let Some(format) = format.cast::<Str>() else {
        let name = format.ty().name();
        return Err(vm.type_error(format_args!("cast() argument 'format' must be str, not {name}")));
    };
    let this = live(vm, object)?.get();
    let view = &this.view;
    if !view.is_contiguous(true) {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    if (shape.is_some() || view.shape.len() != 1) && view.count() == 0 {
        return Err(vm.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    let shape = match shape {
        None => None,
        Some(shape) => {
            let shape = shape_argument(vm, shape)?;
            if shape.len() > MOST_DIMENSIONS {
                return Err(vm.value_error(format_args!(
                    "memoryview: number of dimensions must not exceed {MOST_DIMENSIONS}"
                )));
            }
            if view.shape.len() != 1 && shape.len() != 1 {
                return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
            }
            Some(shape)
        }
    };
    let Some(format) = Format::parse(&format.get().as_str()) else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    if !view.format.is_byte() && !format.is_byte() {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let (nbytes, itemsize) = (view.nbytes(), format.itemsize());
    if nbytes % itemsize != 0 {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let shape = match shape {
        None => vec![nbytes / itemsize],
        Some(shape) => {
            let lengths = lengths(vm, &shape)?;
            if lengths.iter().product::<usize>().checked_mul(itemsize) != Some(nbytes) {
                return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
            }
            lengths
        }
    };
    let strides = View::plain_strides(&shape, itemsize);
    let view = View { start: view.start, format, shape, strides, readonly: view.readonly };
    Ok(MemoryView::new(vm, this.object(vm)?.obj(), view).into_value())
}
