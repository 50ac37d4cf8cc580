//! Arithmetic modulo N in Montgomery form, with time and memory access independent of every value.
//!
//! A number has 112 limbs of 28 bits, R = 2^3136. R is 2^64 times larger than N, so that nothing needs a final subtraction:
//! factors up to 2^32 · N give a product below 2 · N, and sums, differences and shifts between two products stay far
//! below that. 56-bit products leave room for 256 of them in a 64-bit column, and a column takes 224.

use super::group::{N, SIZE};
use super::kernel::{ROWS, add_rows};
use crate::prelude::*;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

const LIMBS: usize = 112;
const BITS: u32 = 28;
const MASK: u64 = (1 << BITS) - 1;
const PAIR_MASK: u64 = (1 << (2 * BITS)) - 1;
/// Zero limbs on either side of a number, which the four shifted rows of a pass read.
const PAD: usize = ROWS;
/// Bits 56 to 111 of -1/N mod 2^112. Bits 0 to 55 are 1, because N is -1 modulo 2^64.
const INVERSE_HIGH: u64 = 0x00d1_20a9_3ad2_cb00;
/// Powers that a window of four bits chooses from.
const WINDOW: usize = 16;

/// A number, in Montgomery form unless said otherwise; zeroed when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(super) struct Number([u32; PAD + LIMBS + PAD]);

impl Number {
    const ZERO: Number = Number([0; PAD + LIMBS + PAD]);

    /// Reads a plain number of at most [`SIZE`] big-endian bytes; of a longer one, the last [`SIZE`].
    fn from_bytes(bytes: &[u8]) -> Number {
        let mut number = Number::ZERO;
        let (mut pending, mut width) = (0u64, 0);
        let mut digits = bytes.iter().rev().take(SIZE);
        for limb in number.limbs_mut() {
            while width < BITS {
                pending |= u64::from(digits.next().copied().unwrap_or(0)) << width;
                width += 8;
            }
            *limb = (pending & MASK) as u32;
            pending >>= BITS;
            width -= BITS;
        }
        number
    }

    /// Writes a plain number below 2^3072.
    fn to_bytes(&self) -> [u8; SIZE] {
        let mut bytes = [0; SIZE];
        let (mut pending, mut width) = (0u64, 0);
        let mut limbs = self.limbs().iter();
        for byte in bytes.iter_mut().rev() {
            if width < 8 {
                pending |= u64::from(limbs.next().copied().unwrap_or(0)) << width;
                width += BITS;
            }
            *byte = pending as u8;
            pending >>= 8;
            width -= 8;
        }
        bytes
    }

    fn limbs(&self) -> &[u32] {
        self.0.get(PAD..PAD + LIMBS).unwrap_or_default()
    }

    fn limbs_mut(&mut self) -> &mut [u32] {
        self.0.get_mut(PAD..PAD + LIMBS).unwrap_or_default()
    }

    /// Multiplies by 2^bits, for fewer than 28 bits.
    fn shift(&mut self, bits: u32) {
        let mut carry = 0;
        for limb in self.limbs_mut() {
            carry |= u64::from(*limb) << bits;
            *limb = (carry & MASK) as u32;
            carry >>= BITS;
        }
    }

    /// Adds `factor · other` for a small factor of either sign; the sum must not be negative.
    fn add(&mut self, other: &Number, factor: i64) {
        let mut carry = 0;
        for (limb, more) in self.limbs_mut().iter_mut().zip(other.limbs()) {
            carry += i64::from(*limb) + factor * i64::from(*more);
            *limb = (carry as u64 & MASK) as u32;
            carry >>= BITS;
        }
    }
}

/// The modulus, its constants, and the columns of the product under work.
pub(super) struct Field {
    modulus: Number,
    /// 1 in Montgomery form: R mod N.
    one: Number,
    /// R in Montgomery form: what a plain number is multiplied by.
    entry: Number,
    columns: Columns,
}

#[derive(Zeroize, ZeroizeOnDrop)]
struct Columns([u64; 2 * LIMBS + 2 * PAD]);

impl Field {
    pub(super) fn new() -> Box<Field> {
        // R = 2^64 · 2^3072, and 2^3072 is 2^3072 - N modulo N: the two's complement of N, whose first 64 bits are zero.
        let mut residue = [0; SIZE];
        let mut carry = true;
        let mut complement = [0; SIZE];
        for (byte, digit) in complement.iter_mut().zip(&N).rev() {
            (*byte, carry) = (!*digit).overflowing_add(u8::from(carry));
        }
        residue.iter_mut().zip(complement.iter().skip(8)).for_each(|(to, from)| *to = *from);

        let one = Number::from_bytes(&residue);
        let mut field = Box::new(Field {
            modulus: Number::from_bytes(&N),
            one: one.clone(),
            entry: one,
            columns: Columns([0; 2 * LIMBS + 2 * PAD]),
        });
        // 2^3136 in Montgomery form.
        field.entry = field.power_of_two(&[0x0c, 0x40]);
        field
    }

    /// Takes a plain big-endian number of any length into Montgomery form, modulo N.
    ///
    /// The number of digits may show in the time, the digits not.
    pub(super) fn enter(&mut self, bytes: &[u8]) -> Number {
        let mut sum = Number::ZERO;
        for (index, digit) in bytes.rchunks(SIZE).rev().enumerate() {
            if index > 0 {
                let step = self.power_of_two(&[0x0c, 0x00]);
                sum = self.multiply(&sum, &step);
            }
            sum.add(&self.multiply(&Number::from_bytes(digit), &self.entry.clone()), 1);
        }
        sum
    }

    /// Takes a number out of Montgomery form: below N, big-endian.
    pub(super) fn leave(&mut self, number: &Number) -> [u8; SIZE] {
        let mut unit = Number::ZERO;
        if let Some(limb) = unit.limbs_mut().first_mut() {
            *limb = 1;
        }
        let plain = self.multiply(number, &unit);
        // Now at most N, so only N itself is left to bring to zero.
        let equal = plain.0.ct_eq(&self.modulus.0);
        let mut bytes = plain.to_bytes();
        let keep = (!equal).unwrap_u8().wrapping_neg();
        bytes.iter_mut().for_each(|byte| *byte &= keep);
        bytes
    }

    /// `left - right`, modulo N.
    pub(super) fn subtract(&self, left: &Number, right: &Number) -> Number {
        let mut difference = left.clone();
        // A few sums are below 16 · N each.
        difference.add(&self.modulus, 16);
        difference.add(right, -1);
        difference
    }

    /// `left · right`, modulo N.
    pub(super) fn multiply(&mut self, left: &Number, right: &Number) -> Number {
        let columns = &mut self.columns.0;
        columns.fill(0);
        let (rows, _) = left.limbs().as_chunks::<ROWS>();
        for (block, rows) in rows.iter().enumerate() {
            // Row r starts in column 4 · block + r: the zero limbs below the number fill the gap.
            let columns = columns.get_mut(block * ROWS..).unwrap_or_default();
            add_rows(columns, right.0.get(1..).unwrap_or_default(), *rows);
        }
        self.reduce()
    }

    /// `number²`, modulo N.
    pub(super) fn square(&mut self, number: &Number) -> Number {
        let columns = &mut self.columns.0;
        columns.fill(0);
        // Each product of two different limbs is taken once and doubled; `above` holds the doubled limbs above the block.
        let mut above = number.clone();
        above.0.iter_mut().for_each(|limb| *limb <<= 1);
        let (rows, _) = number.limbs().as_chunks::<ROWS>();
        for (block, rows) in rows.iter().enumerate() {
            let mut own = [0; 3 * ROWS];
            for (limb, row) in own.iter_mut().skip(ROWS).zip(rows) {
                *limb = *row;
            }
            let start = block * ROWS;
            if let Some(doubled) = above.0.get_mut(PAD + start..PAD + start + ROWS) {
                doubled.fill(0);
            }
            let columns = columns.get_mut(2 * start..).unwrap_or_default();
            add_rows(columns, own.get(1..).unwrap_or_default(), *rows);
            own.zeroize();
            let columns = columns.get_mut(ROWS..).unwrap_or_default();
            add_rows(columns, above.0.get(1 + start + ROWS..).unwrap_or_default(), *rows);
        }
        self.reduce()
    }

    /// Divides the columns by R modulo N, and carries.
    fn reduce(&mut self) -> Number {
        let columns = &mut self.columns.0;
        for block in 0..LIMBS / ROWS {
            let columns = columns.get_mut(block * ROWS..).unwrap_or_default();
            let (low, high) = carry_block(columns);
            // The quotient of this block: -(low + high · 2^56) / N modulo 2^112.
            let top = high.wrapping_add(low.wrapping_mul(INVERSE_HIGH)) & PAIR_MASK;
            let rows = [(low & MASK) as u32, (low >> BITS) as u32, (top & MASK) as u32, (top >> BITS) as u32];
            add_rows(columns, self.modulus.0.get(1..).unwrap_or_default(), rows);
            carry_block(columns);
        }
        let mut number = Number::ZERO;
        let mut carry = 0;
        for (limb, column) in number.limbs_mut().iter_mut().zip(columns.iter().skip(LIMBS)) {
            carry += column;
            *limb = (carry & MASK) as u32;
            carry >>= BITS;
        }
        number
    }

    /// `2^exponent`, in Montgomery form: a factor of 2 is a shift, so that only squarings are left.
    pub(super) fn power_of_two(&mut self, exponent: &[u8]) -> Number {
        let mut power = self.one.clone();
        for (index, window) in windows(exponent).enumerate() {
            if index > 0 {
                power = self.square_four_times(&power);
            }
            power.shift(window);
        }
        power
    }

    /// `base^exponent` for a base in Montgomery form; only the length of the exponent shows.
    pub(super) fn power(&mut self, base: &Number, exponent: &[u8]) -> Number {
        let mut powers = Vec::with_capacity(WINDOW);
        powers.push(self.one.clone());
        let mut last = self.one.clone();
        for _ in 1..WINDOW {
            last = self.multiply(&last, base);
            powers.push(last.clone());
        }
        let mut power = self.one.clone();
        for (index, window) in windows(exponent).enumerate() {
            let factor = select(&powers, window);
            power = if index > 0 {
                power = self.square_four_times(&power);
                self.multiply(&power, &factor)
            } else {
                factor
            };
        }
        power
    }

    fn square_four_times(&mut self, number: &Number) -> Number {
        let mut power = self.square(number);
        for _ in 1..4 {
            power = self.square(&power);
        }
        power
    }
}

/// Carries within the first four columns and into the fifth, and returns their low 56 and high 56 bits.
#[inline(always)]
fn carry_block(columns: &mut [u64]) -> (u64, u64) {
    if let [c0, c1, c2, c3, c4, ..] = columns {
        *c1 += *c0 >> BITS;
        *c2 += *c1 >> BITS;
        *c3 += *c2 >> BITS;
        *c4 += *c3 >> BITS;
        *c0 &= MASK;
        *c1 &= MASK;
        *c2 &= MASK;
        *c3 &= MASK;
        (*c0 | *c1 << BITS, *c2 | *c3 << BITS)
    } else {
        (0, 0)
    }
}

/// The windows of four bits of an exponent, the highest first.
fn windows(exponent: &[u8]) -> impl Iterator<Item = u32> {
    exponent.iter().flat_map(|byte| [u32::from(byte >> 4), u32::from(byte & 15)])
}

/// Reads every power and keeps one: which one never shows in an address.
fn select(powers: &[Number], index: u32) -> Number {
    let mut chosen = Number::ZERO;
    for (position, power) in (0u32..).zip(powers) {
        let mask = u32::from(position.ct_eq(&index).unwrap_u8()).wrapping_neg();
        for (limb, candidate) in chosen.0.iter_mut().zip(&power.0) {
            *limb |= candidate & mask;
        }
    }
    chosen
}
