//! The arguments of a call to a native function, and how they are parsed.

#![allow(unsafe_code, reason = "arguments lie in a caller's memory as words")]

use std::marker::PhantomData;

use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Obj, Ptr, StackArray, StackRef, Value};
use crate::vm::Vm;

/// Arguments as `tp_vectorcall` gets them: words side by side, positional ones first, and the names of those after.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    first: *const StackRef,
    positional: usize,
    kwnames: Option<Ptr<'a, Tuple>>,
    life: PhantomData<&'a StackRef>,
}

impl<'a> Args<'a> {
    /// No arguments.
    pub const EMPTY: Args<'static> =
        Args { first: std::ptr::null(), positional: 0, kwnames: None, life: PhantomData };

    /// Positional arguments.
    #[inline(always)]
    pub fn new(positional: &'a [Obj<'a>]) -> Self {
        Self {
            first: positional.as_ptr().cast(),
            positional: positional.len(),
            kwnames: None,
            life: PhantomData,
        }
    }

    /// Positional arguments.
    #[inline(always)]
    pub fn from_values(positional: &'a [Value]) -> Self {
        Self {
            first: positional.as_ptr().cast(),
            positional: positional.len(),
            kwnames: None,
            life: PhantomData,
        }
    }

    /// Arguments of which the last belong to the names in `kwnames`.
    ///
    /// # Panics
    ///
    /// If there are fewer arguments than names.
    #[inline(always)]
    pub fn with_keywords(all: &'a [Obj<'a>], kwnames: Option<Ptr<'a, Tuple>>) -> Self {
        let keywords = kwnames.map_or(0, |names| names.len());
        let positional = all.len().checked_sub(keywords).expect("each keyword has a value");
        Self { first: all.as_ptr().cast(), positional, kwnames, life: PhantomData }
    }

    /// Arguments that lie on the evaluation stack.
    ///
    /// # Safety
    ///
    /// The items are not NULL and stay as they are while the arguments are used. The last belong to `kwnames`.
    #[inline(always)]
    pub unsafe fn from_stack(items: StackArray<'a>, kwnames: Option<Ptr<'a, Tuple>>) -> Self {
        let keywords = kwnames.map_or(0, |names| names.len());
        debug_assert!(keywords <= items.len());
        Self { first: items.as_mut_ptr(), positional: items.len() - keywords, kwnames, life: PhantomData }
    }

    /// How many positional arguments there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.positional
    }

    /// Whether there are no positional arguments.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.positional == 0
    }

    /// How many keyword arguments there are.
    #[inline(always)]
    pub fn keywords(&self) -> usize {
        self.kwnames.map_or(0, |names| names.len())
    }

    /// The names of the keyword arguments.
    #[inline(always)]
    pub fn kwnames(&self) -> Option<Ptr<'a, Tuple>> {
        self.kwnames
    }

    /// An argument: the positional ones first, then the values of the keywords.
    ///
    /// # Panics
    ///
    /// If there are not so many.
    #[inline(always)]
    #[track_caller]
    pub fn get(&self, index: usize) -> Obj<'a> {
        assert!(index < self.positional + self.keywords(), "argument {index} of {}", self.positional);
        // SAFETY: within the array, whose words are live references: the contracts of the constructors.
        let item: &'a StackRef = unsafe { &*self.first.add(index) };
        item.as_obj()
    }

    /// A positional argument, if there are so many.
    #[inline(always)]
    pub fn positional(&self, index: usize) -> Option<Obj<'a>> {
        if index < self.positional { Some(self.get(index)) } else { None }
    }

    /// The positional arguments.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Obj<'a>> + use<'a> {
        let args = *self;
        (0..self.positional).map(move |index| args.get(index))
    }

    /// Names and values of the keyword arguments.
    pub fn iter_keywords(&self) -> impl ExactSizeIterator<Item = (Ptr<'a, Str>, Obj<'a>)> + use<'a> {
        let args = *self;
        (0..self.keywords()).map(move |index| {
            let names = args.kwnames.expect("there are keywords");
            let name =
                names.get().as_slice()[index].obj().cast::<Str>().expect("names of keywords are strings");
            (name, args.get(args.positional + index))
        })
    }

    /// The value of a keyword argument.
    pub fn keyword(&self, name: &str) -> Option<Obj<'a>> {
        self.iter_keywords().find(|(given, _)| given.equals_str(name)).map(|(_, value)| value)
    }

    /// The arguments without the first.
    ///
    /// # Panics
    ///
    /// If there is no positional argument.
    #[must_use]
    pub fn skip_first(&self) -> Self {
        assert!(self.positional > 0, "there is an argument to leave out");
        // SAFETY: the array has an item.
        Self { first: unsafe { self.first.add(1) }, positional: self.positional - 1, ..*self }
    }

    /// The keyword arguments alone.
    #[must_use]
    pub fn only_keywords(&self) -> Self {
        if self.positional == 0 {
            return *self;
        }
        // SAFETY: there are so many positional arguments.
        Self { first: unsafe { self.first.add(self.positional) }, positional: 0, ..*self }
    }

    /// The positional arguments alone.
    #[must_use]
    pub fn without_keywords(&self) -> Self {
        Self { kwnames: None, ..*self }
    }

    /// Calls `function` with the arguments behind one more in front.
    pub fn prepended<R>(&self, first: Obj<'_>, function: impl FnOnce(Args<'_>) -> R) -> R {
        let all = self.positional + self.keywords();
        const FEW: usize = 8;
        if all < FEW {
            let mut items = [first; FEW];
            for (index, slot) in items[1..=all].iter_mut().enumerate() {
                *slot = self.get(index);
            }
            function(Args::with_keywords(&items[..=all], self.kwnames))
        } else {
            let items: Vec<Obj<'_>> =
                std::iter::once(first).chain((0..all).map(|index| self.get(index))).collect();
            function(Args::with_keywords(&items, self.kwnames))
        }
    }

    /// Refuses keyword arguments: `_PyArg_NoKeywords`.
    pub fn no_keywords(&self, vm: &Vm, function: &str) -> PyResult<()> {
        if self.keywords() == 0 {
            Ok(())
        } else {
            Err(vm.type_error(format_args!("{function}() takes no keyword arguments")))
        }
    }

    /// Exactly `N` positional arguments and no keywords.
    pub fn exactly<const N: usize>(&self, vm: &Vm, function: &str) -> PyResult<[Obj<'a>; N]> {
        self.range(vm, function, N, N)?;
        Ok(std::array::from_fn(|index| self.get(index)))
    }

    /// From `least` to `most` positional arguments and no keywords: `_PyArg_CheckPositional`.
    pub fn range(&self, vm: &Vm, function: &str, least: usize, most: usize) -> PyResult<()> {
        self.no_keywords(vm, function)?;
        let given = self.positional;
        if (least..=most).contains(&given) {
            return Ok(());
        }
        let (quantity, bound) = if given < least { ("at least ", least) } else { ("at most ", most) };
        let quantity = if least == most { "" } else { quantity };
        let plural = if bound == 1 { "" } else { "s" };
        Err(vm
            .type_error(format_args!("{function} expected {quantity}{bound} argument{plural}, got {given}")))
    }

    /// Binds the arguments to the parameters of `signature`, in their order; optional ones that are not given are
    /// `None`. The messages are those of `_PyArg_UnpackKeywords`.
    pub fn bind<const N: usize>(&self, vm: &Vm, signature: &Signature<N>) -> PyResult<[Option<Obj<'a>>; N]> {
        signature.bind(vm, self)
    }
}

/// The parameters of a native function.
pub struct Signature<const N: usize> {
    /// What messages call the function.
    pub name: &'static str,
    /// The parameters' names; those that are positional only need none.
    pub parameters: [&'static str; N],
    /// How many parameters in front are positional only.
    pub positional_only: usize,
    /// How many of them may be given by position; the others only by name.
    pub positional: usize,
    /// How many parameters in front must be given.
    pub required: usize,
}

impl<const N: usize> Signature<N> {
    /// Parameters that may all be given by position or by name, of which the first `required` must.
    pub const fn new(name: &'static str, parameters: [&'static str; N], required: usize) -> Self {
        Self { name, parameters, positional_only: 0, positional: N, required }
    }

    /// Lets the first `count` parameters be given by position only.
    #[must_use]
    pub const fn positional_only(mut self, count: usize) -> Self {
        self.positional_only = count;
        self
    }

    /// Lets the parameters after the first `count` be given by name only.
    #[must_use]
    pub const fn keyword_only_after(mut self, count: usize) -> Self {
        self.positional = count;
        self
    }

    fn bind<'a>(&self, vm: &Vm, args: &Args<'a>) -> PyResult<[Option<Obj<'a>>; N]> {
        let mut bound = [None; N];
        let given = args.len();
        let total = given + args.keywords();
        if total > N || given > self.positional {
            return Err(self.too_many(vm, given, total));
        }
        for (index, slot) in bound[..given].iter_mut().enumerate() {
            *slot = Some(args.get(index));
        }
        let required_by_position = self.required.min(self.positional_only);
        if given < required_by_position {
            let quantity = if required_by_position < self.positional { "at least" } else { "exactly" };
            let plural = if required_by_position == 1 { "" } else { "s" };
            return Err(vm.type_error(format_args!(
                "{}() takes {quantity} {required_by_position} positional argument{plural} ({given} given)",
                self.name
            )));
        }
        let mut left = args.keywords();
        let first = given.max(self.positional_only).min(N);
        for (index, slot) in bound.iter_mut().enumerate().skip(first) {
            if left > 0
                && let Some(value) = args.keyword(self.parameters[index])
            {
                *slot = Some(value);
                left -= 1;
            } else if index < self.required {
                return Err(vm.type_error(format_args!(
                    "{}() missing required argument '{}' (pos {})",
                    self.name,
                    self.parameters[index],
                    index + 1
                )));
            }
        }
        if left > 0 { Err(self.stray_keyword(vm, args)) } else { Ok(bound) }
    }

    #[cold]
    fn too_many(&self, vm: &Vm, given: usize, total: usize) -> crate::errors::Raised {
        if total > N {
            // "keyword" says that leaving positional arguments out would not help.
            let kind = if given == 0 { "keyword " } else { "" };
            let plural = if N == 1 { "" } else { "s" };
            return vm.type_error(format_args!(
                "{}() takes at most {N} {kind}argument{plural} ({total} given)",
                self.name
            ));
        }
        if self.positional == 0 {
            return vm.type_error(format_args!("{}() takes no positional arguments", self.name));
        }
        let quantity =
            if self.required.min(self.positional) < self.positional { "at most" } else { "exactly" };
        let plural = if self.positional == 1 { "" } else { "s" };
        vm.type_error(format_args!(
            "{}() takes {quantity} {} positional argument{plural} ({given} given)",
            self.name, self.positional
        ))
    }

    /// Says what is wrong with a keyword that no parameter took.
    #[cold]
    fn stray_keyword(&self, vm: &Vm, args: &Args<'_>) -> crate::errors::Raised {
        for index in self.positional_only..args.len() {
            if args.keyword(self.parameters[index]).is_some() {
                return vm.type_error(format_args!(
                    "argument for {}() given by name ('{}') and position ({})",
                    self.name,
                    self.parameters[index],
                    index + 1
                ));
            }
        }
        let known = &self.parameters[self.positional_only..];
        for (name, _) in args.iter_keywords() {
            let name = name.get().as_str();
            if known.contains(&&*name) {
                continue;
            }
            let function = self.name;
            return match crate::eval::suggest::suggestion(known.iter().copied(), &name) {
                Some(near) => vm.type_error(format_args!(
                    "{function}() got an unexpected keyword argument '{name}'. Did you mean '{near}'?"
                )),
                None => {
                    vm.type_error(format_args!("{function}() got an unexpected keyword argument '{name}'"))
                }
            };
        }
        vm.type_error(format_args!("invalid keyword argument for {}()", self.name))
    }
}
