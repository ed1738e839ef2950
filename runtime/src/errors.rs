//! How a function says that an exception is set.

/// An exception is set in the VM ([`Vm::current_exception`](crate::vm::Vm)).
///
/// It carries nothing: results that hold it stay one word. Whoever makes one has set the exception, and whoever takes one
/// out of a `Result` passes it on or clears the exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an exception is set: pass it on, or take it out of the VM"]
pub struct Raised(());

impl Raised {
    /// To be made only where an exception has just been set, or is known to be.
    #[inline(always)]
    pub(crate) const fn is_set() -> Self {
        Self(())
    }
}

/// What a function that can raise answers with.
pub type PyResult<T> = Result<T, Raised>;
