//! How the layout of a built-in type is declared.

/// Says that a type with a header in front is the layout of a kind of objects, and defines `receiver`, which makes that
/// of the receiver of a slot or method.
macro_rules! object_layout {
    ($layout:ty, $kind:ident, $name:literal) => {
        // SAFETY: `repr(C)` with the header first; `Kind` says which types have the layout.
        unsafe impl $crate::value::Layout for $layout {
            const NAME: &'static str = $name;

            #[inline(always)]
            fn fits(ty: &$crate::objects::type_::Type) -> bool {
                ty.layout() == $crate::objects::type_::Kind::$kind
            }
        }
    };
}
pub(crate) use object_layout;
