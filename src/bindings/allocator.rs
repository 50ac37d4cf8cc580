//! The allocator of what a web page downloads, and of the auth proxy: small, and it leaves no secret behind.
//!
//! Blocks have the sizes of powers of two. A freed block is zeroed and kept in a list of its size, so whatever a text or a key
//! was copied to is gone when it is freed, and calls that come and go need no more memory than the largest needed at once. A
//! module of ours has one thread. Chosen for its size: `docs/decisions/0003-allocator.md`.

#![allow(unsafe_code, reason = "an allocator is nothing else")]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::UnsafeCell;
use core::ptr::null_mut;

const PAGE: usize = 1 << 16;
/// The smallest block: 16 bytes, which all blocks are aligned to.
const SMALLEST: u32 = 4;

struct State {
    /// The first free block of each size; each holds the address of the next.
    free: [*mut u8; 32],
    /// Where memory begins that was never handed out, and where it ends.
    next: usize,
    end: usize,
}

struct Allocator(UnsafeCell<State>);

// SAFETY: there is one thread.
unsafe impl Sync for Allocator {}

#[global_allocator]
static ALLOCATOR: Allocator = Allocator(UnsafeCell::new(State { free: [null_mut(); 32], next: 0, end: 0 }));

/// The power of two that a block of this layout has.
fn power(layout: Layout) -> u32 {
    (usize::BITS - layout.size().saturating_sub(1).leading_zeros()).max(SMALLEST)
}

// SAFETY: a block is handed out once until it is freed, and is as large as its power of two; blocks are aligned to 16 bytes, and
// whoever asks for more gets none.
unsafe impl GlobalAlloc for Allocator {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > 1 << SMALLEST {
            return null_mut();
        }
        let power = power(layout);
        // SAFETY: there is one thread, and no reference to the state outlives this call.
        let state = unsafe { &mut *self.0.get() };
        let Some(free) = state.free.get_mut(power as usize) else { return null_mut() };
        if !free.is_null() {
            let block = *free;
            // SAFETY: a free block begins with the address of the next.
            unsafe {
                *free = *block.cast::<*mut u8>();
                *block.cast::<*mut u8>() = null_mut();
            }
            return block;
        }
        let size = 1 << power;
        if state.end - state.next < size {
            let pages = size.div_ceil(PAGE);
            let old = memory_grow(0, pages);
            if old == usize::MAX {
                return null_mut();
            }
            // What was left behind is not worth a list.
            if old * PAGE != state.end {
                state.next = old * PAGE;
            }
            state.end = memory_size(0) * PAGE;
        }
        let block = state.next;
        state.next += size;
        block as *mut u8
    }

    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let power = power(layout);
        // SAFETY: the block is ours, as large as its power of two, and nobody else's any more.
        unsafe {
            block.write_bytes(0, 1 << power);
            let state = &mut *self.0.get();
            if let Some(free) = state.free.get_mut(power as usize) {
                *block.cast::<*mut u8>() = *free;
                *free = block;
            }
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as for `alloc`: new memory is zero, and a freed block was zeroed.
        unsafe { self.alloc(layout) }
    }
}
