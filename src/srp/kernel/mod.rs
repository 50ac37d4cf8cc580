//! The one loop where the time of a sign-in goes, on vectors where WebAssembly has them and portable elsewhere.

#[cfg(any(test, not(target_feature = "simd128")))]
mod portable;
#[cfg(target_feature = "simd128")]
mod simd;

#[cfg(not(target_feature = "simd128"))]
pub(super) use portable::add_rows;
#[cfg(target_feature = "simd128")]
pub(super) use simd::add_rows;

/// Rows that one pass adds.
pub(super) const ROWS: usize = 4;

#[cfg(all(test, target_arch = "wasm32", target_feature = "simd128"))]
mod tests {
    use super::{portable, simd};
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn the_vector_loop_adds_what_the_portable_loop_adds() {
        let mut state = 1u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 3
        };
        for length in 0..40 {
            let source: Vec<u32> = (0..length + 3).map(|_| next()).collect();
            let mut left: Vec<u64> = (0..length).map(|_| u64::from(next())).collect();
            let mut right = left.clone();
            let rows = [next(), next(), next(), next()];
            portable::add_rows(&mut left, &source, rows);
            simd::add_rows(&mut right, &source, rows);
            assert_eq!(left, right, "{length} columns");
        }
    }
}
