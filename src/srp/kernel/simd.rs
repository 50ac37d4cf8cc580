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
    let [row0, row1, row2, row3] = rows.map(u32x4_splat);
    let blocks = (columns.len() / ROWS).min(source.len().saturating_sub(ROWS - 1) / ROWS);
    let columns = columns.as_mut_ptr().cast::<v128>();
    let source = source.as_ptr();
    for block in 0..blocks {
        // SAFETY: the highest limb read is source[4 · (blocks - 1) + 6], and 4 · blocks + 3 <= source.len(); the highest
        // column touched is columns[4 · blocks - 1], and 4 · blocks <= columns.len(). `v128_load` and `v128_store`
        // need no alignment. The two slices cannot overlap: one of them is borrowed mutably.
        unsafe {
            let limbs = source.add(block * ROWS);
            let low = columns.add(block * 2);
            let high = low.add(1);
            let (mut sum_low, mut sum_high) = (v128_load(low), v128_load(high));
            for (offset, row) in [(3, row0), (2, row1), (1, row2), (0, row3)] {
                let limb = v128_load(limbs.add(offset).cast());
                sum_low = i64x2_add(sum_low, u64x2_extmul_low_u32x4(limb, row));
                sum_high = i64x2_add(sum_high, u64x2_extmul_high_u32x4(limb, row));
            }
            v128_store(low, sum_low);
            v128_store(high, sum_high);
        }
    }
}
