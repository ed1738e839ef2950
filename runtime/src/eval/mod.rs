//! Running bytecode.
//!
//! | file | what it has |
//! |---|---|
//! | `unit` | code units, the counters in caches |
//! | `frame` | frames |
//! | `stack` | the memory that frames lie in |
//! | `thread` | what the bodies see of the VM |
//! | `cx` | the state of the loop that bodies work on |
//! | `bind` | how the arguments of a call get into a new frame |
//! | `unwind` | where an exception goes |
//! | `breaker` | what interrupts a program: signals, the collector |

pub(crate) mod unit;
