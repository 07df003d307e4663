//! Futures as the platform's promises, and its promises as futures.
//!
//! Not by wasm-bindgen-futures: there each await makes two closures that cross the border and, when the promise has come
//! to rest, one more turn of the microtask queue. Here a promise that comes to rest calls [`resume`], which polls at once.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::task::Wake;
use core::cell::RefCell;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use slab::Slab;
use wasm_bindgen::prelude::*;

use super::bare::local;
use super::border::Promise;
use super::time::now_ms;

#[wasm_bindgen(module = "/src/worker/entry.js")]
extern "C" {
    fn begin(task: usize) -> Promise;
    fn settle(task: usize, value: &JsValue, is_good: bool);
    fn forget(task: usize);
    #[wasm_bindgen(js_name = wait)]
    fn wait_js(promise: &Promise, number: usize);
}

type Outcome = Result<JsValue, JsValue>;
pub(super) type Work = Pin<Box<dyn Future<Output = Outcome>>>;

/// A future that a promise was given for. It is not here while it is polled.
struct Task {
    future: Option<Work>,
    waker: Waker,
    since_ms: i64,
}

/// What has waited for longer waits for ever: of a caller who has hung up the platform drops all, and no promise of that
/// request comes to rest any more. Twice what it gives an alarm, the longest of what is done here.
const LONGEST_MS: i64 = 30 * 60 * 1000;

/// What a task waits for.
enum Waiting {
    Open(Waker),
    Settled(Outcome),
    /// The task has lost interest.
    Left,
}

struct Desk {
    tasks: Slab<Task>,
    /// The tasks to poll.
    ready: VecDeque<usize>,
    is_polling: bool,
    waiting: Slab<Waiting>,
    /// The place that was looked at last for a task that waits for ever.
    place: usize,
}

impl Desk {
    const fn new() -> Self {
        Self { tasks: Slab::new(), ready: VecDeque::new(), is_polling: false, waiting: Slab::new(), place: 0 }
    }

    /// The future of a task that waits for ever. One place is looked at each time.
    fn lost(&mut self, now_ms: i64) -> Option<(usize, Work)> {
        self.place = if self.place < self.tasks.capacity() { self.place + 1 } else { 0 };
        let task = self.tasks.get_mut(self.place)?;
        let future = if now_ms - task.since_ms > LONGEST_MS { task.future.take() } else { None };
        Some((self.place, future?))
    }
}

local!(static DESK: RefCell<Desk> = RefCell::new(Desk::new()));

/// Wakes the task of that number.
struct Bell(usize);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        DESK.with_borrow_mut(|desk| desk.ready.push_back(self.0));
    }
}

/// Runs a future: at once and as far as it goes, or, where this is called by a future, as soon as that one waits.
pub(super) fn promise(future: impl Future<Output = Outcome> + 'static) -> Promise {
    run(Box::pin(future))
}

/// The same for a future in its box.
pub(super) fn run(future: Work) -> Promise {
    let since_ms = now_ms();
    if let Some((task, future)) = DESK.with_borrow_mut(|desk| desk.lost(since_ms)) {
        remove(task, future);
        forget(task);
    }
    let task = DESK.with_borrow_mut(|desk| {
        let place = desk.tasks.vacant_entry();
        let task = place.key();
        place.insert(Task { future: Some(future), waker: Arc::new(Bell(task)).into(), since_ms });
        desk.ready.push_back(task);
        task
    });
    let promise = begin(task);
    poll_all();
    promise
}

/// What the promise comes to.
pub(super) fn wait(promise: &Promise) -> Settling {
    let number = DESK.with_borrow_mut(|desk| desk.waiting.insert(Waiting::Open(Waker::noop().clone())));
    wait_js(promise, number);
    Settling { number }
}

/// A promise that a task waited for has come to rest: for the entry alone.
#[wasm_bindgen]
pub fn resume(number: usize, value: JsValue, is_good: bool) {
    let outcome = if is_good { Ok(value) } else { Err(value) };
    let waiting = DESK.with_borrow_mut(|desk| {
        let waiting = desk.waiting.get_mut(number)?;
        match core::mem::replace(waiting, Waiting::Settled(outcome)) {
            Waiting::Open(waker) => Some(waker),
            _ => {
                desk.waiting.remove(number);
                None
            }
        }
    });
    if let Some(waker) = waiting {
        waker.wake();
        poll_all();
    }
}

fn poll_all() {
    if DESK.with_borrow_mut(|desk| core::mem::replace(&mut desk.is_polling, true)) {
        return;
    }
    while let Some((task, mut future, waker)) = DESK.with_borrow_mut(next) {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Pending => DESK.with_borrow_mut(|desk| desk.tasks[task].future = Some(future)),
            Poll::Ready(outcome) => {
                remove(task, future);
                match outcome {
                    Ok(value) => settle(task, &value, true),
                    Err(error) => settle(task, &error, false),
                }
            }
        }
    }
}

/// What is dropped may wake other tasks.
fn remove(task: usize, future: Work) {
    drop(future);
    DESK.with_borrow_mut(|desk| desk.tasks.remove(task));
}

/// The next task to poll; when there is none, polling has ended.
fn next(desk: &mut Desk) -> Option<(usize, Work, Waker)> {
    while let Some(number) = desk.ready.pop_front() {
        // one that was woken twice may have ended at the first time
        if let Some(task) = desk.tasks.get_mut(number)
            && let Some(future) = task.future.take()
        {
            return Some((number, future, task.waker.clone()));
        }
    }
    desk.is_polling = false;
    None
}

/// A promise that a task waits for.
pub(super) struct Settling {
    number: usize,
}

impl Future for Settling {
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        DESK.with_borrow_mut(|desk| match &mut desk.waiting[self.number] {
            Waiting::Open(waker) => {
                waker.clone_from(context.waker());
                Poll::Pending
            }
            settled => match core::mem::replace(settled, Waiting::Left) {
                Waiting::Settled(outcome) => Poll::Ready(outcome),
                _ => Poll::Pending,
            },
        })
    }
}

impl Drop for Settling {
    fn drop(&mut self) {
        DESK.with_borrow_mut(|desk| match desk.waiting.get_mut(self.number) {
            Some(waiting @ Waiting::Open(_)) => *waiting = Waiting::Left,
            _ => {
                desk.waiting.try_remove(self.number);
            }
        });
    }
}
