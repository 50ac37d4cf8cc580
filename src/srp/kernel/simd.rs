//! Four rows of a schoolbook product on WebAssembly's vectors: two 32 × 32 → 64 bit products an instruction.
#![allow(unsafe_code)]

use super::ROWS;
use core::arch::wasm32::{
    i64x2_add, u32x4_splat, u64x2_extmul_high_u32x4, u64x2_extmul_low_u32x4, v128, v128_load, v128_store,
};

/// Adds `rows[r] · source` to `columns`, each row one column further than the one before.
///
/// `source` starts three limbs before the limb that belongs to the first column of row 0. Whole blocks of four columns are
/// added: what lies beyond the last whole block of either slice stays untouched. Time depends on the lengths only.
pub(in crate::srp) fn add_rows(columns: &mut [u64], source: &[u32], rows: [u32; ROWS]) {
    let blocks = (columns.len() / ROWS).min(source.len().saturating_sub(ROWS - 1) / ROWS);
    let [row0, row1, row2, row3] = rows;
    // Not `map`: optimised for size, that is a loop with calls, and costs a quarter of the whole time.
    let rows = [u32x4_splat(row0), u32x4_splat(row1), u32x4_splat(row2), u32x4_splat(row3)];
    // SAFETY: 4 · blocks <= columns.len() and 4 · blocks + 3 <= source.len(); `rows` has four vectors. The slices do not
    // overlap, because one of them is borrowed mutably.
    unsafe { add_blocks(columns.as_mut_ptr().cast(), source.as_ptr(), rows.as_ptr(), blocks) }
}

/// The loop itself, out of line and with bare pointers on purpose.
///
/// The compiler then has to read the row vectors anew in each turn, and cannot know that their lanes are equal. Where it may
/// keep them or sees the splat, it widens them first, and a product of widened lanes is no longer one `extmul` but a
/// 64-bit `mul`, which costs three.
///
/// # Safety
/// `columns` must be valid for reads and writes of 4 · blocks columns, `source` for reads of 4 · blocks + 3 limbs, `rows`
/// for reads of four vectors, and the columns must not overlap the others. No alignment is needed.
#[inline(never)]
unsafe fn add_blocks(columns: *mut v128, source: *const u32, rows: *const v128, blocks: usize) {
    for block in 0..blocks {
        // SAFETY: the highest limb read is source[4 · (blocks - 1) + 6], the highest vector touched
        // columns[2 · (blocks - 1) + 1]; both lie in what the caller vouches for.
        unsafe {
            let limbs = source.add(block * ROWS);
            let low = columns.add(block * 2);
            let high = low.add(1);
            let (mut sum_low, mut sum_high) = (v128_load(low), v128_load(high));
            // Written out: a loop of four is not unrolled where the whole build is optimised for size.
            macro_rules! add {
                ($row:literal) => {
                    let limb = v128_load(limbs.add(ROWS - 1 - $row).cast());
                    let row = v128_load(rows.add($row));
                    sum_low = i64x2_add(sum_low, u64x2_extmul_low_u32x4(limb, row));
                    sum_high = i64x2_add(sum_high, u64x2_extmul_high_u32x4(limb, row));
                };
            }
            add!(0);
            add!(1);
            add!(2);
            add!(3);
            v128_store(low, sum_low);
            v128_store(high, sum_high);
        }
    }
}
