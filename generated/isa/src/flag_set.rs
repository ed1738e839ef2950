//! Sets of flags over CPython's bits.

/// Makes a set type. The bits of its flags are the constants of the same names in `bits`.
macro_rules! flag_set {
    ($(#[$meta:meta])* pub struct $set:ident { $($(#[$flag_meta:meta])* $flag:ident,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $set(u16);

        impl $set {
            $($(#[$flag_meta])* pub const $flag: $set = $set(bits::$flag);)*

            /// No flags.
            pub const EMPTY: $set = $set(0);

            /// Every flag that has a name, with CPython's name less `HAS_` and `_FLAG`, by bit.
            pub const ALL: &'static [(&'static str, $set)] = &[$((stringify!($flag), $set::$flag)),*];

            /// The flags of CPython's value; bits that have no name are kept.
            pub const fn from_bits(bits: u16) -> $set {
                $set(bits)
            }

            /// CPython's value.
            pub const fn bits(self) -> u16 {
                self.0
            }

            /// Whether there is none.
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// Whether all of `flags` are among them.
            pub const fn contains(self, flags: $set) -> bool {
                self.0 & flags.0 == flags.0
            }

            /// Whether any of `flags` is among them.
            pub const fn intersects(self, flags: $set) -> bool {
                self.0 & flags.0 != 0
            }

            /// These and those.
            pub const fn union(self, other: $set) -> $set {
                $set(self.0 | other.0)
            }

            /// The names of those that have one, by bit.
            pub fn names(self) -> impl Iterator<Item = &'static str> {
                $set::ALL.iter().filter(move |(_, flag)| self.contains(*flag)).map(|(name, _)| *name)
            }
        }

        impl core::ops::BitOr for $set {
            type Output = $set;

            fn bitor(self, other: $set) -> $set {
                self.union(other)
            }
        }

        impl core::ops::BitOrAssign for $set {
            fn bitor_assign(&mut self, other: $set) {
                *self = self.union(other);
            }
        }

        impl core::ops::BitAnd for $set {
            type Output = $set;

            fn bitand(self, other: $set) -> $set {
                $set(self.0 & other.0)
            }
        }

        /// `ARG | NAME`; `0` if there is none.
        impl core::fmt::Display for $set {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let mut unnamed = self.0;
                let mut first = true;
                for (name, flag) in $set::ALL {
                    if self.contains(*flag) {
                        unnamed &= !flag.0;
                        f.write_str(if first { "" } else { " | " })?;
                        f.write_str(name)?;
                        first = false;
                    }
                }
                match (first, unnamed) {
                    (true, 0) => f.write_str("0"),
                    (false, 0) => Ok(()),
                    (true, rest) => write!(f, "{rest:#x}"),
                    (false, rest) => write!(f, " | {rest:#x}"),
                }
            }
        }

        impl core::fmt::Debug for $set {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($set), "({})"), self)
            }
        }
    };
}
