//! The end after a defect, in the build without the standard library.

/// A trap; the engine in front of the wasm says what it means. Nobody would see the message of a
/// panic, so none is written.
#[panic_handler]
fn trap(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
