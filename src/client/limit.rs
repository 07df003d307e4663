//! How long a request may take, and who else may end it.

use alloc::rc::Rc;
use core::cell::Cell;

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal};

use super::failure::Failure;

/// Aborts its request when the time is over, when the caller's signal says so, and at its own end: what is left of an answer
/// then is wanted by nobody.
pub(super) struct Limit {
    controller: AbortController,
    is_over: Rc<Cell<bool>>,
    timeout: Timeout,
    caller: Option<(AbortSignal, Closure<dyn FnMut()>)>,
}

impl Limit {
    pub(super) fn of(timeout_ms: u32, signal: Option<&AbortSignal>) -> Result<Self, Failure> {
        let controller = AbortController::new().map_err(|_| Failure::network("there is no AbortController here"))?;
        let is_over = Rc::new(Cell::new(false));
        let timeout = timer(timeout_ms, &controller, &is_over);
        let caller = signal.map(|signal| {
            let controller = controller.clone();
            if signal.aborted() {
                controller.abort();
            }
            let listener = Closure::<dyn FnMut()>::new(move || controller.abort());
            let _ = signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
            (signal.clone(), listener)
        });
        Ok(Self { controller, is_over, timeout, caller })
    }

    pub(super) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    pub(super) fn is_over(&self) -> bool {
        self.is_over.get()
    }

    /// Gives the request so much time from now on.
    pub(super) fn restart(&mut self, timeout_ms: u32) {
        self.timeout = timer(timeout_ms, &self.controller, &self.is_over);
    }
}

fn timer(timeout_ms: u32, controller: &AbortController, is_over: &Rc<Cell<bool>>) -> Timeout {
    let (controller, is_over) = (controller.clone(), is_over.clone());
    Timeout::new(timeout_ms, move || {
        is_over.set(true);
        controller.abort();
    })
}

impl Drop for Limit {
    fn drop(&mut self) {
        self.controller.abort();
        if let Some((signal, listener)) = &self.caller {
            let _ = signal.remove_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
        }
    }
}
