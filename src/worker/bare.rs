//! What the Worker's wasm has instead of the standard library: an allocator, a word of a panic, and values that live as long
//! as it does. That library's way of a panic, with all that formats its message, is 4.0 KB gzipped.

/// Declares a static value that only this thread sees.
macro_rules! local {
    (static $name:ident: $type:ty = $value:expr) => {
        #[cfg(target_family = "wasm")]
        static $name: $crate::worker::bare::Local<$type> = $crate::worker::bare::Local::new($value);
        #[cfg(not(target_family = "wasm"))]
        std::thread_local!(static $name: $type = const { $value });
    };
}

pub(in crate::worker) use local;

#[cfg(target_family = "wasm")]
pub(in crate::worker) use wasm::Local;

#[cfg(target_family = "wasm")]
mod wasm {
    use core::arch::wasm32::unreachable;
    use core::cell::RefCell;
    use core::panic::PanicInfo;

    use crate::worker::border;

    #[cfg(target_feature = "atomics")]
    compile_error!("a wasm with threads needs the standard library's `thread_local!`");

    /// Two-level segregated fit, in the form made for small programs: the standard library's allocator weighs 5 KB more.
    #[global_allocator]
    static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

    /// Says where the panic is, and ends this life of the wasm. Its message would need arguments at each place that can panic:
    /// 1.9 KB gzipped.
    #[panic_handler]
    fn panicked(panic: &PanicInfo<'_>) -> ! {
        if let Some(place) = panic.location() {
            border::panicked(place.file(), place.line(), place.column());
        }
        unreachable()
    }

    /// A value of the one thread: what `thread_local!` makes, under the same names.
    pub(in crate::worker) struct Local<T>(T);

    #[expect(unsafe_code, reason = "there is no other thread to share it with")]
    unsafe impl<T> Sync for Local<T> {}

    impl<T> Local<T> {
        pub(in crate::worker) const fn new(value: T) -> Self {
            Self(value)
        }

        pub(in crate::worker) fn with<R>(&self, see: impl FnOnce(&T) -> R) -> R {
            see(&self.0)
        }
    }

    impl<T> Local<RefCell<T>> {
        pub(in crate::worker) fn with_borrow_mut<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
            change(&mut self.0.borrow_mut())
        }
    }
}
