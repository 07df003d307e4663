//! What says of itself whether it may have changed.

use core::ops::{Deref, DerefMut};

/// A value, and whether anybody has had the means to change it since that was last asked.
#[derive(Clone, Debug)]
pub(super) struct Touched<T> {
    value: T,
    is_touched: bool,
}

impl<T> Touched<T> {
    pub(super) const fn new(value: T) -> Self {
        Self { value, is_touched: false }
    }

    /// Whether it was touched; from now on it is not.
    pub(super) const fn take(&mut self) -> bool {
        core::mem::replace(&mut self.is_touched, false)
    }
}

impl<T> Deref for Touched<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Touched<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.is_touched = true;
        &mut self.value
    }
}
