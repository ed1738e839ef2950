//! Calls for rare cases in the middle of hot code, which leave every register alone.
//!
//! An ordinary call may change most registers, so that a compiler saves them, and what it saves it saves at the
//! beginning of a function: a handler that might release an object would push and pop five registers each time, to no
//! end in nearly all cases. Here the rare case pays: a piece of assembly saves the registers around the call, and the
//! compiler sees an instruction that changes one register. That is measured: with it, handlers of arithmetic and of
//! stores have no prologue.

/// Calls an `extern "C" fn(u64, u64, u64) -> u64`, and changes no register but for the result and those of floating
/// point.
macro_rules! cold_call {
    ($target:path, $first:expr, $second:expr, $third:expr) => {{
        let (first, second, third): (u64, u64, u64) = ($first, $second, $third);
        #[cfg(all(target_arch = "x86_64", unix, not(debug_assertions), not(miri)))]
        {
            /// Saves what a call may change, aligns the stack, and calls.
            #[unsafe(naked)]
            unsafe extern "C" fn thunk() {
                std::arch::naked_asm!(
                    "push rcx",
                    "push rdx",
                    "push rsi",
                    "push rdi",
                    "push r8",
                    "push r9",
                    "push r10",
                    "push r11",
                    "push rbp",
                    "mov rbp, rsp",
                    "and rsp, -16",
                    "mov rdi, rax",
                    "mov rsi, r10",
                    "mov rdx, r11",
                    "call {target}",
                    "mov rsp, rbp",
                    "pop rbp",
                    "pop r11",
                    "pop r10",
                    "pop r9",
                    "pop r8",
                    "pop rdi",
                    "pop rsi",
                    "pop rdx",
                    "pop rcx",
                    "ret",
                    target = sym $target,
                )
            }
            let result: u64;
            // SAFETY: the thunk keeps the registers, and the 128 bytes below the stack pointer, in which the compiler
            // may have something, are stepped over. The function is one of Rust that takes three words and answers with
            // one; it does not unwind, since such builds abort instead.
            unsafe {
                std::arch::asm!(
                    "lea rsp, [rsp - 128]",
                    "call {thunk}",
                    "lea rsp, [rsp + 128]",
                    thunk = sym thunk,
                    inlateout("rax") first => result,
                    in("r10") second,
                    in("r11") third,
                    out("xmm0") _, out("xmm1") _, out("xmm2") _, out("xmm3") _,
                    out("xmm4") _, out("xmm5") _, out("xmm6") _, out("xmm7") _,
                    out("xmm8") _, out("xmm9") _, out("xmm10") _, out("xmm11") _,
                    out("xmm12") _, out("xmm13") _, out("xmm14") _, out("xmm15") _,
                    options(nostack),
                );
            }
            result
        }
        #[cfg(not(all(target_arch = "x86_64", unix, not(debug_assertions), not(miri))))]
        {
            $target(first, second, third)
        }
    }};
}

pub(crate) use cold_call;
