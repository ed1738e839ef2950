//! What interrupts a program at a safe place: signals, the collector.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::errors::PyResult;
use crate::vm::{Vm, breaker};

/// Set by the handler of Ctrl-C.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Asks the program that runs to stop: what a handler of Ctrl-C calls, from any thread. The VM's breaker is to be set,
/// too: [`Interrupter::interrupt`] does both.
fn note_interrupt() {
    INTERRUPTED.store(true, Ordering::Release);
}

/// Interrupts the program that a VM runs, from a signal handler or another thread.
#[derive(Clone, Copy, Debug)]
pub struct Interrupter {
    breaker: *const std::sync::atomic::AtomicUsize,
}

// SAFETY: what it points to is atomic; whoever keeps one beyond the VM's life breaks the contract of `Vm::interrupter`.
unsafe impl Send for Interrupter {}
// SAFETY: as above.
unsafe impl Sync for Interrupter {}

impl Interrupter {
    /// Raises `KeyboardInterrupt` in the program at the next safe place.
    pub fn interrupt(&self) {
        note_interrupt();
        // SAFETY: the VM lives: the contract of `Vm::interrupter`.
        unsafe { &*self.breaker }.fetch_or(breaker::SIGNALS_PENDING, Ordering::Release);
    }
}

impl Vm {
    /// What interrupts programs of this VM.
    ///
    /// # Safety
    ///
    /// It is not used after the end of the VM.
    pub unsafe fn interrupter(&self) -> Interrupter {
        Interrupter { breaker: self.eval_breaker() }
    }

    /// Does what the loop was interrupted for: `_Py_HandlePending`.
    #[cold]
    #[inline(never)]
    pub(crate) fn handle_pending(&self) -> PyResult<()> {
        let pending = self.eval_breaker().load(Ordering::Acquire);
        if pending & breaker::GC_SCHEDULED != 0 {
            self.run_scheduled_collection();
        }
        self.check_signals()?;
        if pending & breaker::CALLS_TO_DO != 0 {
            self.eval_breaker().fetch_and(!breaker::CALLS_TO_DO, Ordering::AcqRel);
        }
        Ok(())
    }

    /// Raises `KeyboardInterrupt` if that was asked for: what native functions do that may take long, and those that
    /// may be called without end by others: `PyErr_CheckSignals`.
    #[inline]
    pub(crate) fn check_signals(&self) -> PyResult<()> {
        if self.signals_pending() { self.handle_signals() } else { Ok(()) }
    }

    /// Whether [`check_signals`](Self::check_signals) has something to do.
    #[inline]
    pub(crate) fn signals_pending(&self) -> bool {
        self.eval_breaker().load(Ordering::Relaxed) & breaker::SIGNALS_PENDING != 0
    }

    #[cold]
    #[inline(never)]
    fn handle_signals(&self) -> PyResult<()> {
        self.eval_breaker().fetch_and(!breaker::SIGNALS_PENDING, Ordering::AcqRel);
        if INTERRUPTED.swap(false, Ordering::AcqRel) {
            return Err(self.raise_with(self.types.keyboard_interrupt(), Vec::new()));
        }
        Ok(())
    }
}
