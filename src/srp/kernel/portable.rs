//! Four rows of a schoolbook product in plain 64-bit arithmetic.

use super::ROWS;

/// Adds `rows[r] · source` to `columns`, each row one column further than the one before.
///
/// `source` starts three limbs before the limb that belongs to the first column of row 0. Whole blocks of four columns are
/// added: what lies beyond the last whole block of either slice stays untouched. Time depends on the lengths only.
pub(in crate::srp) fn add_rows(columns: &mut [u64], source: &[u32], rows: [u32; ROWS]) {
    let [row0, row1, row2, row3] = rows.map(u64::from);
    let whole = source.len().saturating_sub(ROWS - 1) / ROWS * ROWS;
    let (blocks, _) = columns.as_chunks_mut::<ROWS>();
    let limbs = source.windows(ROWS).take(whole);
    for (column, window) in blocks.as_flattened_mut().iter_mut().zip(limbs) {
        if let [limb3, limb2, limb1, limb0] = window {
            *column += row0 * u64::from(*limb0)
                + row1 * u64::from(*limb1)
                + row2 * u64::from(*limb2)
                + row3 * u64::from(*limb3);
        }
    }
}
