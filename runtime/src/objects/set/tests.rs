//! Tests of the table itself, against a set of the standard library.

use std::collections::BTreeSet;

use super::*;
use crate::value::Value;

fn int(number: i64) -> Value {
    Value::small_int(number).unwrap()
}

/// Numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }
}

fn items(set: &Set) -> BTreeSet<i64> {
    set.to_vec().iter().map(|item| item.obj().as_small_int().unwrap()).collect()
}

#[test]
fn a_set_of_ints_does_what_a_set_does() {
    Vm::bare().enter(|vm| {
        let mut random = Random(0x2545_f491_4f6c_dd1d);
        for bound in [4, 40, 400, 3000] {
            let set = Set::new(vm);
            let mut model = BTreeSet::new();
            for step in 0..bound * 6 {
                let number = random.below(bound) as i64 - 3;
                let item = int(number);
                match random.below(8) {
                    0..4 => {
                        set.add(vm, item).unwrap();
                        model.insert(number);
                    }
                    4 | 5 => assert_eq!(set.discard(vm, item.obj()).unwrap(), model.remove(&number)),
                    6 => {
                        let popped = set.pop().map(|item| item.obj().as_small_int().unwrap());
                        assert_eq!(popped.is_some(), !model.is_empty());
                        assert!(popped.is_none_or(|popped| model.remove(&popped)));
                    }
                    _ => assert_eq!(set.contains(vm, item.obj()).unwrap(), model.contains(&number)),
                }
                assert_eq!(set.len(), model.len());
                if step % 64 == 0 {
                    assert_eq!(items(&set), model);
                }
            }
            set.clear();
            assert!(set.is_empty() && set.next_item(&mut 0).is_none());
        }
    });
}

#[test]
fn algebra_agrees_with_that_of_the_standard_library() {
    Vm::bare().enter(|vm| {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for _ in 0..60 {
            let bound = [5, 30, 200][random.below(3) as usize];
            let mut made = [(); 2].map(|()| {
                let set = Set::new(vm);
                for _ in 0..random.below(bound) {
                    set.add(vm, int(random.below(bound) as i64)).unwrap();
                }
                set
            });
            made.sort_by_key(|set| set.len());
            let [a, b] = made;
            let (x, y) = (items(&a), items(&b));
            assert_eq!(items(&a.intersection(vm, a.obj(), b.obj()).unwrap()), &x & &y);
            assert_eq!(items(&a.difference(vm, a.obj(), b.obj()).unwrap()), &x - &y);
            assert_eq!(items(&b.difference(vm, b.obj(), a.obj()).unwrap()), &y - &x);
            assert_eq!(a.is_disjoint(vm, b.obj()).unwrap(), x.is_disjoint(&y));
            assert_eq!(a.is_subset_of(vm, &b).unwrap(), x.is_subset(&y));
            let union = a.copy(vm, a.obj()).unwrap();
            union.update(vm, b.obj()).unwrap();
            assert_eq!(items(&union), &x | &y);
            let rest = a.copy(vm, a.obj()).unwrap();
            rest.symmetric_difference_update(vm, b.obj()).unwrap();
            assert_eq!(items(&rest), &x ^ &y);
            b.difference_update(vm, a.obj()).unwrap();
            assert_eq!(items(&b), &y - &x);
        }
    });
}
