//! The allocator of the pages' engines, as the allocator of this test: what is freed is zeroed, and serves again.
#![cfg(all(target_arch = "wasm32", not(any(feature = "npm-client", feature = "npm-dropin", feature = "npm-login"))))]
#![allow(missing_docs, unsafe_code, reason = "an allocator is asked in no other way")]

use core::arch::wasm32::memory_size;
use core::hint::black_box;
use core::slice::from_raw_parts;
use std::alloc::{Layout, alloc, alloc_zeroed, dealloc, realloc};
use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../src/bindings/allocator.rs"]
mod allocator;

/// Sizes around the powers of two, from the smallest block to what needs pages of its own.
const SIZES: [usize; 14] = [1, 2, 15, 16, 17, 63, 64, 65, 1000, 4096, 4097, 65_536, 65_537, 300_000];
const SECRET: u8 = 0xa5;

fn layout(size: usize) -> Layout {
    Layout::from_size_align(size, 1).unwrap_or(Layout::new::<u8>())
}

/// Whether a block that was freed holds nothing but the address of the next free one.
fn is_clean(block: *const u8, size: usize) -> bool {
    // SAFETY: memory of wasm is never given back, and nothing was allocated since.
    unsafe { from_raw_parts(block, size) }.iter().skip(size_of::<usize>()).all(|byte| *byte == 0)
}

#[wasm_bindgen_test]
fn a_freed_block_is_zeroed() {
    for size in SIZES {
        // SAFETY: the layout has a size, and each block is freed as it was allocated.
        let block = unsafe {
            let block = alloc(layout(size));
            block.write_bytes(SECRET, size);
            dealloc(block, layout(size));
            block
        };
        assert!(is_clean(block, size), "{size}");
    }
}

#[wasm_bindgen_test]
fn a_block_that_grows_or_shrinks_leaves_nothing_behind() {
    for (size, other) in [(16, 17), (17, 16), (100, 5000), (5000, 100), (65_536, 131_072)] {
        // SAFETY: as above; `old` is read after it was freed.
        let (old, new) = unsafe {
            let old = alloc(layout(size));
            old.write_bytes(SECRET, size);
            let new = realloc(old, layout(size), other);
            assert!(from_raw_parts(new, size.min(other)).iter().all(|byte| *byte == SECRET), "{size} to {other}");
            dealloc(new, layout(other));
            (old, new)
        };
        assert!(is_clean(old, size) && is_clean(new, other), "{size} to {other}");
    }
}

#[wasm_bindgen_test]
fn zeroed_memory_is_zero_also_where_a_freed_block_pointed_to_the_next() {
    for size in SIZES {
        // SAFETY: as above.
        unsafe {
            let blocks = [alloc(layout(size)), alloc(layout(size)), alloc(layout(size))];
            for block in blocks {
                block.write_bytes(SECRET, size);
                dealloc(block, layout(size));
            }
            for _ in blocks {
                let block = alloc_zeroed(layout(size));
                assert!(blocks.contains(&block), "{size}: a freed block serves again");
                assert!(from_raw_parts(block, size).iter().all(|byte| *byte == 0), "{size}");
                block.write_bytes(SECRET, size);
            }
            for block in blocks {
                dealloc(block, layout(size));
            }
        }
    }
}

#[wasm_bindgen_test]
fn blocks_do_not_overlap_and_are_aligned() {
    // SAFETY: as above.
    unsafe {
        let mut blocks: Vec<(*mut u8, usize)> = SIZES.iter().map(|size| (alloc(layout(*size)), *size)).collect();
        for (index, (block, size)) in blocks.iter().enumerate() {
            assert_eq!(*block as usize % 16, 0);
            block.write_bytes(index as u8 + 1, *size);
        }
        for (index, (block, size)) in blocks.iter().enumerate() {
            assert!(from_raw_parts(*block, *size).iter().all(|byte| *byte == index as u8 + 1), "{size}");
        }
        blocks.drain(..).for_each(|(block, size)| dealloc(block, layout(size)));
    }
}

#[wasm_bindgen_test]
fn calls_that_come_and_go_need_no_more_memory_than_the_first() {
    let round =
        || assert!(SIZES.map(|size| vec![SECRET; size]).iter().zip(SIZES).all(|(held, size)| held.len() == size));
    round();
    let before = memory_size(0);
    for _ in 0..1000 {
        round();
    }
    assert_eq!(memory_size(0), before);
}

#[wasm_bindgen_test]
fn an_alignment_that_blocks_have_not_is_refused() {
    let aligned = |to| Layout::from_size_align(64, to).unwrap_or(Layout::new::<u8>());
    // SAFETY: as above. What the compiler can see unused it would not ask for.
    unsafe {
        let block = black_box(alloc(aligned(16)));
        assert!(!block.is_null());
        dealloc(block, aligned(16));
        assert!(black_box(alloc(aligned(32))).is_null());
    }
}
