//! The stack of what a web page downloads, and of the auth proxy: no secret stays on it.
//!
//! What a function held is still there when it has returned, until another call happens to reach as deep: a value that was moved is
//! zeroed in its last place only, and most places are the compiler's own.

#![allow(unsafe_code, reason = "nothing safe reaches below the own frame")]

use core::hint::black_box;

/// How far down is zeroed: the deepest call uses a quarter of it, and the stack is twice as large.
const DEPTH: usize = 1 << 16;

/// Does the work, and zeroes what it left on the stack.
#[cfg(feature = "npm-dropin")]
pub(super) fn wiped<T>(work: impl FnOnce() -> T) -> T {
    /// With a frame of its own, which is gone when the stack is zeroed.
    #[inline(never)]
    fn apart<T>(work: impl FnOnce() -> T) -> T {
        work()
    }
    let result = apart(work);
    wipe();
    result
}

/// Zeroes what calls that have returned left on the stack.
#[inline(never)]
pub(super) fn wipe() {
    let here = 0u8;
    let end = core::ptr::from_ref(black_box(&here)) as usize;
    // SAFETY: the stack grows downwards, from below the data; there is one thread; and no frame lies below that of the function that runs.
    unsafe { ((end - DEPTH) as *mut u8).write_bytes(0, DEPTH) }
}
