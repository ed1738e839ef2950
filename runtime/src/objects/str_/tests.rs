//! Strings in memory: growth in place, widths, and strings that exist once.

use super::{Chars, Str, StrBuilder, Width, append, concat, join_objects};
use crate::value::{Ref, Value};
use crate::vm::Vm;

fn with_vm(test: impl FnOnce(&Vm)) {
    Vm::bare().enter(test);
}

fn text(string: &Str) -> String {
    string.as_str().into_owned()
}

#[test]
fn growth_is_in_place_if_nobody_looks() {
    with_vm(|vm| {
        for pieces in [
            ["ab", "cd", "é"],
            ["é", "€", "x"],
            ["x", "😀", "é€"],
            ["long enough to fill a grain", "more", "€"],
        ] {
            // A string that is interned, as one-character strings are, is not grown.
            let mut grown = concat(vm, &Str::new(vm, "begin"), &Str::new(vm, pieces[0]));
            let mut expected = format!("begin{}", pieces[0]);
            let hash = grown.hash();
            for round in 0..300 {
                let piece = pieces[round % 3];
                let before = grown.ptr().as_ptr();
                grown = append(vm, grown, Str::new(vm, piece).ptr());
                expected.push_str(piece);
                assert_eq!(grown.ptr().as_ptr(), before, "the string has moved");
                assert_eq!(text(&grown), expected);
                assert_eq!(grown.len(), expected.chars().count());
                assert_eq!(grown.is_ascii(), expected.is_ascii());
            }
            assert_ne!(grown.hash(), hash);
            let same = Str::new(vm, &expected);
            assert!(grown.equals(&same) && grown.hash() == same.hash() && grown.width() == same.width());
        }
    });
}

#[test]
fn what_others_see_does_not_grow() {
    with_vm(|vm| {
        let first = concat(vm, &Str::new(vm, "some"), &Str::new(vm, "thing"));
        let seen = first.clone();
        let grown = append(vm, first, Str::new(vm, "!").ptr());
        assert_eq!((text(&seen), text(&grown)), ("something".to_owned(), "something!".to_owned()));

        let interned = vm.intern("interned");
        assert_eq!(text(&append(vm, interned.clone(), Str::new(vm, "x").ptr())), "internedx");
        drop(interned);
        assert_eq!(text(&vm.intern("interned")), "interned");

        // `s += s`, where both are the same object.
        let own = concat(vm, &Str::new(vm, "ab"), &Str::new(vm, "c"));
        let raw = own.clone();
        assert_eq!(text(&append(vm, own, raw.ptr())), "abcabc");
        assert_eq!(text(&append(vm, vm.strings.empty(), raw.ptr())), "abc");
    });
}

#[test]
fn strings_take_the_narrowest_width() {
    with_vm(|vm| {
        let wide = [0x61, 0x20ac, 0x1_f600, 0xd800];
        let widths = [Width::One, Width::Two, Width::Four, Width::Four];
        for end in 1..=wide.len() {
            let string = Str::from_chars(vm, Chars::Four(&wide[..end]));
            assert_eq!(string.width(), widths[end - 1]);
            assert!(string.chars().iter().eq(wide[..end].iter().copied()));
        }
        assert_eq!(Str::from_chars(vm, Chars::Four(&wide)).to_utf8(), Err(3));
        let long: String = "é€".repeat(500);
        assert_eq!(text(&Str::new(vm, &long)), long);
        let mut builder = StrBuilder::new();
        builder.push_str(&long);
        assert!(builder.finish(vm).equals(&Str::new(vm, &long)));
    });
}

#[test]
fn some_strings_exist_once_and_interned_ones_end() {
    with_vm(|vm| {
        assert!(Str::new(vm, "é").ptr().is(Str::from_code(vm, 0xe9).ptr()));
        assert!(Str::new(vm, "").ptr().is(vm.strings.empty().ptr()));
        assert!(vm.intern("a").ptr().is(Str::from_code(vm, 0x61).ptr()));
        let first = vm.intern("a name");
        assert!(first.is_interned() && first.ptr().is(vm.intern("a name").ptr()));
        let wide = vm.intern("naïve €");
        assert!(wide.ptr().is(vm.intern("naïve €").ptr()));
        let live = vm.heap.live();
        drop(first);
        drop(wide);
        assert_eq!(vm.heap.live(), live - 2);
        assert!(vm.intern("a name").is_interned());
    });
}

#[test]
fn joining_takes_any_width() {
    with_vm(|vm| {
        for (separator, pieces, expected) in [
            ("", &["a", "b"][..], "ab"),
            (", ", &["a", "é", "€"], "a, é, €"),
            ("😀", &["a", "b"], "a😀b"),
            ("😀", &["é"], "é"),
            ("€", &[], ""),
            ("", &["", ""], ""),
        ] {
            let items: Vec<Value> = pieces.iter().map(|piece| Str::new(vm, piece).into_value()).collect();
            let joined: Ref<Str> = join_objects(vm, &Str::new(vm, separator), items.iter().map(Value::obj))
                .expect("all are strings");
            assert!(joined.equals(&Str::new(vm, expected)), "{expected}");
        }
        let many: Vec<Value> = (0..200).map(|_| Str::new(vm, "ab").into_value()).collect();
        let joined =
            join_objects(vm, &Str::new(vm, "-"), many.iter().map(Value::obj)).expect("all are strings");
        assert_eq!(text(&joined), vec!["ab"; 200].join("-"));
    });
}
