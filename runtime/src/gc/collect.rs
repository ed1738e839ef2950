//! A collection: which objects only refer to each other, and how they end.
//!
//! Every reference that the objects of a list hold to objects of the list is taken off a copy of their counts. What has
//! references left is referred to from outside, and so is everything that can be reached from there. The rest is
//! garbage: its weak references are cleared, its finalizers run (PEP 442), and what they did not bring back is cleared.

#![allow(unsafe_code, reason = "the lists point to objects that are alive")]

use std::collections::HashMap;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;

use super::OLD;
use crate::objects::weakref;
use crate::value::{Header, Obj, Value};
use crate::vm::{Vm, breaker};

/// Shows everything that an object refers to, its type included.
///
/// # Safety
///
/// The object is alive.
unsafe fn traverse(object: NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract; the slot is that of the object's type.
    unsafe {
        let ty = object.as_ref().ty();
        if ty.is_heap_type() {
            visit(Obj::from_header(ty.header()));
        }
        if let Some(traverse) = ty.slots.traverse.get() {
            traverse(object, visit);
        }
    }
}

/// Says which objects cannot be reached from outside of `objects`. `place_of` gives an object's place among them.
fn unreachable(
    objects: &[NonNull<Header>],
    references: impl Fn(&Header) -> u32,
    place_of: impl Fn(&Header) -> Option<usize>,
) -> Vec<bool> {
    // SAFETY: what is in a list is alive, here and below; traversal changes nothing.
    let mut counts: Vec<u32> = objects.iter().map(|object| references(unsafe { object.as_ref() })).collect();
    for object in objects {
        // SAFETY: as above.
        unsafe {
            traverse(*object, &mut |child| {
                if let Some(place) = child.header().and_then(&place_of) {
                    // More references than counts would be an error of a type's traversal: then nothing is given up.
                    debug_assert!(counts[place] > 0, "{child:?} is referred to more often than it counts");
                    counts[place] = counts[place].saturating_sub(1);
                }
            });
        }
    }
    let mut unreachable: Vec<bool> = vec![true; objects.len()];
    let mut todo: Vec<usize> = (0..objects.len()).filter(|place| counts[*place] > 0).collect();
    for place in &todo {
        unreachable[*place] = false;
    }
    while let Some(place) = todo.pop() {
        // SAFETY: as above.
        unsafe {
            traverse(objects[place], &mut |child| {
                if let Some(place) = child.header().and_then(&place_of)
                    && unreachable[place]
                {
                    unreachable[place] = false;
                    todo.push(place);
                }
            });
        }
    }
    unreachable
}

impl Vm {
    /// Collects what was asked for by [`breaker::GC_SCHEDULED`]: the young objects, or all if that is due.
    #[cold]
    #[inline(never)]
    pub(crate) fn run_scheduled_collection(&self) {
        self.eval_breaker().fetch_and(!breaker::GC_SCHEDULED, Ordering::Relaxed);
        if !self.gc.enabled.get() || self.gc.threshold.get() == 0 {
            return;
        }
        // All objects are looked at when a quarter of them has not been, which keeps the cost per object constant.
        let new = self.gc.count() - self.gc.survivors.get().min(self.gc.count());
        self.collect_garbage(new > self.gc.survivors.get() / 4);
    }

    /// Looks for garbage among the young objects, or among all, and ends it. Answers with how many objects were
    /// garbage.
    pub fn collect_garbage(&self, all: bool) -> usize {
        if self.gc.collecting.replace(true) {
            return 0;
        }
        let pending = self.take_exception();
        let garbage = self.find_garbage(all);
        let count = garbage.len();
        self.end_garbage(garbage);
        if all {
            self.gc.survivors.set(self.gc.count());
        }
        if let Some(pending) = pending {
            let _ = self.restore_exception(pending);
        }
        self.gc.collecting.set(false);
        count
    }

    /// Makes the young objects old, and hands out those that cannot be reached. Runs nothing.
    fn find_garbage(&self, all: bool) -> Vec<Value> {
        let (mut young, mut old) = (self.gc.young.borrow_mut(), self.gc.old.borrow_mut());
        let first = if all { 0 } else { old.len() };
        for object in young.drain(..) {
            // SAFETY: what is in a list is alive.
            unsafe { object.as_ref() }.set_gc_index(Some(old.len() | OLD));
            old.push(object);
        }
        let objects = &old[first..];
        let place_of =
            |header: &Header| header.gc_index().and_then(|index| (index & !OLD).checked_sub(first));
        // An object whose end was put off has no references, and will end by itself.
        let garbage = unreachable(objects, |header| header.refcount().max(1), place_of);
        let found = objects.iter().zip(garbage).filter(|(_, garbage)| *garbage);
        // SAFETY: as above; an object without references counts as one that is referred to from outside.
        found.map(|(object, _)| Obj::from_header(unsafe { object.as_ref() }).to_owned()).collect()
    }

    /// Ends objects that cannot be reached. Each is kept alive by its reference here until all that may run has run.
    fn end_garbage(&self, garbage: Vec<Value>) {
        if garbage.is_empty() {
            return;
        }
        let headers: HashMap<usize, usize> =
            garbage.iter().enumerate().map(|(place, object)| (object.obj().word() as usize, place)).collect();
        let place_of = |header: &Header| headers.get(&(std::ptr::from_ref(header) as usize)).copied();

        let mut callbacks = Vec::new();
        for header in garbage.iter().filter_map(|object| object.obj().header()) {
            if header.is_weakly_referenced() {
                callbacks
                    .extend(weakref::clear_for_collector(self, header, |other| place_of(other).is_some()));
            }
        }
        let mut ran = !callbacks.is_empty();
        weakref::run_callbacks(self, callbacks);

        for object in &garbage {
            let Some(header) = object.obj().header() else { continue };
            if let Some(finalize) = object.ty().slots.finalize.get()
                && !header.is_finalized()
            {
                header.set_finalized();
                finalize(self, object.obj());
                ran = true;
            }
        }
        let dead: Vec<bool> = if ran {
            let objects: Vec<NonNull<Header>> =
                garbage.iter().filter_map(|object| object.obj().header().map(NonNull::from)).collect();
            // One reference to each is the list's.
            unreachable(&objects, |header| header.refcount() - 1, place_of)
        } else {
            vec![true; garbage.len()]
        };
        for (object, dead) in garbage.iter().zip(dead) {
            if dead && let Some(clear) = object.ty().slots.clear.get() {
                clear(self, object.obj());
            }
        }
        drop(garbage);
    }

    /// The objects that the collector watches: `gc.get_objects`.
    pub(crate) fn tracked_objects(&self) -> Vec<Value> {
        let (young, old) = (self.gc.young.borrow(), self.gc.old.borrow());
        let all = young.iter().chain(old.iter());
        // SAFETY: what is in a list is alive.
        let alive = all.map(|object| unsafe { object.as_ref() }).filter(|header| header.refcount() > 0);
        alive.map(|header| Obj::from_header(header).to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::objects::list::List;
    use crate::objects::type_::MethodDef;
    use crate::objects::type_::tests::{class, with_vm};
    use crate::value::{Obj, Value};

    #[test]
    fn cycles_end_and_what_is_referred_to_stays() {
        with_vm(|vm| {
            vm.collect_garbage(true);
            let kept = List::new(vm, Vec::new());
            let cycle = List::new(vm, vec![kept.clone().into_value()]);
            cycle.push(vm, cycle.clone().into_value()).unwrap();
            drop(cycle);
            assert_eq!(kept.obj().header().unwrap().refcount(), 2);
            assert_eq!(vm.collect_garbage(true), 1);
            assert_eq!(kept.obj().header().unwrap().refcount(), 1);
            assert_eq!(vm.collect_garbage(true), 0);
        });
    }

    #[test]
    fn classes_and_their_instances_end() {
        with_vm(|vm| {
            vm.collect_garbage(true);
            let live = vm.heap.live();
            let made = class(vm, "Node", &[vm.types.object()], &[]).unwrap();
            let (left, right) =
                (vm.call_args(made.obj(), &[]).unwrap(), vm.call_args(made.obj(), &[]).unwrap());
            vm.setattr_str(left.obj(), "other", Some(right.obj())).unwrap();
            vm.setattr_str(right.obj(), "other", Some(left.obj())).unwrap();
            drop((left, right, made));
            assert!(vm.collect_garbage(true) >= 3);
            vm.type_state.clear();
            assert!(vm.heap.live() <= live + 2, "{} objects more", vm.heap.live() - live);
        });
    }

    #[test]
    fn finalizers_run_once_and_may_bring_objects_back() {
        static KEEP: MethodDef = MethodDef::o("keep", |vm, store, object| {
            if let Some(list) = store.cast::<List>() {
                list.push(vm, object.to_owned())?;
            }
            Ok(Value::none())
        });
        with_vm(|vm| {
            let store = List::new(vm, Vec::new());
            let keep =
                crate::objects::builtin_function::BuiltinFunction::new(vm, &KEEP, Some(store.obj()), None);
            // A plain callable is not bound: a descriptor that binds is needed.
            let bound = crate::objects::classmethods::ClassMethod::new(vm, keep.obj());
            let made = class(vm, "Phoenix", &[vm.types.object()], &[("__del__", bound.obj())]).unwrap();
            let object = vm.call_args(made.obj(), &[]).unwrap();
            vm.setattr_str(object.obj(), "me", Some(object.obj())).unwrap();
            drop(object);
            vm.collect_garbage(true);
            // The class method's argument is the class: the finalizer ran, once.
            assert_eq!(store.len(), 1);
            assert!(store.get(0).unwrap().is(made.obj()));
            vm.collect_garbage(true);
            assert_eq!(store.len(), 1);
            let _: Obj<'_> = made.obj();
        });
    }
}
