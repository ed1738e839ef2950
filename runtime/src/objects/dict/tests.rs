//! Tests of the table itself, against a map of the standard library.

use super::*;
use crate::value::Value;

/// Runs a test in a VM of its own.
fn run(test: impl FnOnce(&Vm)) {
    Vm::bare().enter(test);
}

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

/// What a dict should be: pairs in insertion order.
#[derive(Default)]
struct Model {
    entries: Vec<(i64, i64)>,
}

impl Model {
    fn set(&mut self, key: i64, value: i64) {
        match self.entries.iter_mut().find(|entry| entry.0 == key) {
            Some(entry) => entry.1 = value,
            None => self.entries.push((key, value)),
        }
    }

    fn remove(&mut self, key: i64) -> Option<i64> {
        let index = self.entries.iter().position(|entry| entry.0 == key)?;
        Some(self.entries.remove(index).1)
    }
}

fn check(dict: &Dict, model: &Model, key_of: impl Fn(&Value) -> i64) {
    assert_eq!(dict.len(), model.entries.len());
    let entries: Vec<(i64, i64)> =
        dict.items().iter().map(|(key, value)| (key_of(key), value.obj().as_small_int().unwrap())).collect();
    assert_eq!(entries, model.entries);
}

#[test]
fn a_dict_of_ints_does_what_a_list_of_pairs_does() {
    run(|vm| {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for bound in [4, 40, 400, 3000] {
            let dict = Dict::new(vm);
            let mut model = Model::default();
            for step in 0..bound as i64 * 6 {
                let key = random.below(bound) as i64 - 3;
                match random.below(8) {
                    0..4 => {
                        dict.insert(vm, int(key), int(step)).unwrap();
                        model.set(key, step);
                    }
                    4 | 5 => {
                        let removed = dict.remove(vm, int(key).obj()).unwrap();
                        assert_eq!(removed.and_then(|value| value.obj().as_small_int()), model.remove(key));
                    }
                    6 => {
                        let popped =
                            dict.pop_last(vm).unwrap().map(|(key, _)| key.obj().as_small_int().unwrap());
                        assert_eq!(popped, model.entries.pop().map(|entry| entry.0));
                    }
                    _ => {
                        let found = dict.get(vm, int(key).obj()).unwrap();
                        let expected = model.entries.iter().find(|entry| entry.0 == key).map(|entry| entry.1);
                        assert_eq!(found.and_then(|value| value.obj().as_small_int()), expected);
                    }
                }
                if step % 64 == 0 {
                    check(&dict, &model, |key| key.obj().as_small_int().unwrap());
                }
            }
            check(&dict.copy(vm).unwrap(), &model, |key| key.obj().as_small_int().unwrap());
            dict.clear();
            assert!(dict.is_empty() && dict.next_entry(&mut 0).is_none());
        }
    });
}

#[test]
fn strings_stay_strings_until_another_key_comes() {
    run(|vm| {
        let dict = Dict::with_capacity(vm, 3).unwrap();
        for number in 0..100 {
            let name = Str::new(vm, &format!("name{number}"));
            dict.set_str(vm, name.ptr(), int(number).obj()).unwrap();
        }
        assert!(dict.has_only_strings());
        let version = dict.keys_ref().version_for_current_state();
        assert_eq!(dict.keys_ref().dk_version(), version);
        // Another string with the same text finds the entry, and a new value changes no key.
        let name = Str::new(vm, "name42");
        dict.set_str(vm, name.ptr(), int(-1).obj()).unwrap();
        assert_eq!(dict.keys_ref().dk_version(), version);
        assert_eq!(dict.get_str(vm, name.ptr()).unwrap().obj().as_small_int(), Some(-1));
        dict.insert(vm, int(7), int(8)).unwrap();
        assert!(!dict.has_only_strings());
        assert_eq!(dict.keys_ref().dk_version(), 0);
        assert_eq!(dict.len(), 101);
        assert_eq!(dict.get_str(vm, name.ptr()).unwrap().obj().as_small_int(), Some(-1));
        assert_eq!(dict.get(vm, int(7).obj()).unwrap().unwrap().obj().as_small_int(), Some(8));
        let last = dict.items().pop().unwrap();
        assert_eq!(last.0.obj().as_small_int(), Some(7));
    });
}

/// Memory for inline values, as an instance has it.
struct Instance {
    values: NonNull<DictValues>,
    _memory: Vec<u64>,
}

impl Instance {
    fn new(keys: &KeysRef) -> Self {
        let mut memory = vec![0_u64; keys.inline_values_size() / 8];
        let values = NonNull::new(memory.as_mut_ptr().cast::<DictValues>()).unwrap();
        // SAFETY: the memory is that large.
        unsafe { keys.init_inline_values(values) };
        Self { values, _memory: memory }
    }
}

#[test]
fn instances_share_keys_and_dicts_show_their_values() {
    run(|vm| {
        let names: Vec<_> = ["x", "y", "z"].map(|name| vm.intern(name)).into_iter().collect();
        let keys = KeysRef::for_class(vm, names[..2].iter().map(|name| name.ptr())).unwrap();
        let instance = Instance::new(&keys);
        // SAFETY: the values are alive and belong to the keys and the dict.
        let store = |dict: Option<&Dict>, name: usize, value: Option<i64>| unsafe {
            store_inline(&keys, instance.values, dict, names[name].ptr(), value.map(int))
        };
        assert!(matches!(store(None, 2, Some(30)), Stored::Done(None)));
        assert!(matches!(store(None, 0, Some(10)), Stored::Done(None)));
        assert!(matches!(store(None, 0, Some(11)), Stored::Done(Some(_))));
        assert!(matches!(store(None, 1, None), Stored::Missing));
        // SAFETY: as above.
        let found = unsafe { get_inline(&keys, instance.values, names[0].ptr()) };
        assert_eq!(found.unwrap().obj().as_small_int(), Some(11));
        // SAFETY: it is detached below.
        let dict = unsafe { Dict::from_inline_values(vm, &keys, instance.values) };
        let shown = || {
            let items = dict.items();
            items
                .iter()
                .map(|(key, value)| format!("{}={value:?}", key.cast::<Str>().unwrap().as_str()))
                .collect::<Vec<_>>()
        };
        assert_eq!(shown(), ["z=30", "x=11"]);
        dict.set_str(vm, names[1].ptr(), int(20).obj()).unwrap();
        assert!(matches!(store(Some(&dict), 2, None), Stored::Done(Some(_))));
        assert_eq!(shown(), ["x=11", "y=20"]);
        assert_eq!(dict.len(), 2);
        // SAFETY: the instance is alive.
        unsafe { dict.detach(vm, instance.values) };
        // SAFETY: as above.
        assert_eq!(unsafe { instance.values.as_ref() }.valid, 0);
        assert_eq!(shown(), ["x=11", "y=20"]);
        // A key that is not a string makes the dict one of its own.
        dict.insert(vm, int(1), int(2)).unwrap();
        assert!(dict.ma_values().is_null());
        assert_eq!(dict.len(), 3);
        assert!(dict.remove(vm, names[0].obj()).unwrap().is_some());
        assert!(dict.remove(vm, names[0].obj()).unwrap().is_none());
        assert_eq!(dict.copy(vm).unwrap().len(), 2);
    });
}

#[test]
fn more_attributes_than_there_is_room_for_go_into_a_dict() {
    run(|vm| {
        let keys = KeysRef::for_class(vm, std::iter::empty()).unwrap();
        let instance = Instance::new(&keys);
        let mut stored = 0;
        loop {
            let name = vm.intern(&format!("attribute{stored}"));
            // SAFETY: the values are alive and belong to the keys.
            match unsafe { store_inline(&keys, instance.values, None, name.ptr(), Some(int(stored))) } {
                Stored::Done(None) => stored += 1,
                Stored::NoRoom => break,
                _ => panic!("an attribute is there twice"),
            }
        }
        // SAFETY: as above.
        let capacity = i64::from(unsafe { instance.values.as_ref() }.capacity);
        // The first instance has taken one from the room that is left to the keys.
        assert_eq!(stored, capacity - 1);
        // SAFETY: nothing else uses the values; the instance ends.
        let dict = unsafe { Dict::from_inline_values(vm, &keys, instance.values) };
        let name = vm.intern("one more");
        dict.set_str(vm, name.ptr(), int(99).obj()).unwrap();
        assert!(dict.ma_values().is_null());
        // SAFETY: as above.
        assert_eq!(unsafe { instance.values.as_ref() }.valid, 0);
        let values: Vec<_> =
            dict.values_vec().iter().map(|value| value.obj().as_small_int().unwrap()).collect();
        assert_eq!(values, (0..stored).chain([99]).collect::<Vec<_>>());
    });
}
