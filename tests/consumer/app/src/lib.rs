//! A stranger's web app in Rust: an allocator of its own, no wasm-bindgen, and this crate for SRP and tokens.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU32, Ordering};

use cognito_identity_wasm::error::Result;
use cognito_identity_wasm::srp::{Challenge, Ephemeral, Login, prove, timestamp};
use cognito_identity_wasm::token;

/// A program has one allocator: this one counts, so that Node can see that it is the one in use.
struct Counting;

static ALLOCATIONS: AtomicU32 = AtomicU32::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: everything is the system's; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// The vector `B-short` of tests/fixtures/srp.json.
const ENTROPY: &str = "d17815a21b989d1046408ba57c960b53d2a431f248402f0ed881c1c9c6e6ecf366e6d479208b243b426bda3722df40d68916e2a0e4e70c3abda56d9b27a67a54b7faf137336d58806c518206c7a8299fbca05629cca82e78496f94b0d15c1c41c5dcd6d817f29b228ca76da45e453879018c423d23e5dde2ec2f68f8b0a5ed5c";
const LOGIN: Login<'_> = Login { pool_name: "abcDEF123", username: "user-1", password: "Passw0rd!" };
const CHALLENGE: Challenge<'_> = Challenge {
    salt: "7c13c4442dfe1360131184c3285eee58",
    b: "deadbeef",
    secret_block: "ZSimfmreOoG9GYO+2gbAZo1s8F2wO+tLBHQYS04Unx2W5Oukdzq4JRrSQbBZVpGeF0S6DbmIuIFs9yEDxGNe8IEJxQSMH0S2ixb6vLlX/ayFqZT+00KxqRwnhrbsV/8T",
};
const SIGNATURE: &str = "nvMYDcFx3k6SAag4ZTfUdbvVAQD1qbPKkv+z8pgXKM8=";

fn entropy() -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or_default() as u8;
    ENTROPY.as_bytes().chunks(2).map(|pair| pair.iter().fold(0, |byte, one| byte << 4 | digit(one))).collect()
}

/// Whether a sign-in's proof comes out as the vector has it, and the time as Cognito writes it.
fn proof_is_right() -> Result<bool> {
    let at = timestamp(1_546_322_769_000.0);
    let proof = prove(&Ephemeral::new(&entropy())?, &LOGIN, &CHALLENGE, &at)?;
    Ok(at == "Tue Jan 1 06:06:09 UTC 2019" && proof == SIGNATURE)
}

/// Whether a token is read and judged.
fn token_is_read() -> Result<bool> {
    let claims = token::payload("e30.eyJleHAiOjEwMH0.c2ln")?;
    let holds = |now| token::is_valid(now, 0.0, 0.0, Some(100.0), None);
    Ok(claims == r#"{"exp":100}"# && holds(99.0) && !holds(100.0))
}

/// For Node: 1 when everything is as it must be.
#[unsafe(no_mangle)]
pub extern "C" fn app_works() -> u32 {
    u32::from(proof_is_right() == Ok(true) && token_is_read() == Ok(true))
}

/// For Node: how often the app's allocator was asked.
#[unsafe(no_mangle)]
pub extern "C" fn app_allocations() -> u32 {
    ALLOCATIONS.load(Ordering::Relaxed)
}
