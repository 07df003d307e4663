//! The answer that a caller of an order waits for.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::Cell;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use super::answer::Answer;
use super::fault::Fault;

type Told = Result<Box<Answer>, Box<Fault>>;

#[derive(Default)]
struct Slot {
    told: Cell<Option<Told>>,
    waiting: Cell<Option<Waker>>,
}

/// Both ends of it: of one who waits by it as a future, and of one who tells. Who has hung up is not told.
#[derive(Clone, Default)]
pub(super) struct Reply(Rc<Slot>);

impl Reply {
    pub(super) fn tell(&self, told: Told) {
        self.0.told.set(Some(told));
        if let Some(waker) = self.0.waiting.take() {
            waker.wake();
        }
    }
}

impl Future for Reply {
    type Output = Told;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Told> {
        let told = self.0.told.take();
        if told.is_none() {
            self.0.waiting.set(Some(context.waker().clone()));
        }
        told.map_or(Poll::Pending, Poll::Ready)
    }
}
