//! How long a request may take, and who else may end it.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal};

use super::failure::Failure;

/// Aborts its request when the time is over or the caller's signal says so, for as long as it lives.
pub(super) struct Limit {
    controller: AbortController,
    is_over: Rc<Cell<bool>>,
    timeout: Option<Timeout>,
    caller: Option<(AbortSignal, Closure<dyn FnMut()>)>,
}

impl Limit {
    pub(super) fn of(timeout_ms: u32, signal: Option<&AbortSignal>) -> Result<Self, Failure> {
        let controller = AbortController::new().map_err(|_| Failure::network("there is no AbortController here"))?;
        let is_over = Rc::new(Cell::new(false));
        let timeout = {
            let (controller, is_over) = (controller.clone(), is_over.clone());
            Timeout::new(timeout_ms, move || {
                is_over.set(true);
                controller.abort();
            })
        };
        let caller = signal.map(|signal| {
            let controller = controller.clone();
            if signal.aborted() {
                controller.abort();
            }
            let listener = Closure::<dyn FnMut()>::new(move || controller.abort());
            let _ = signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
            (signal.clone(), listener)
        });
        Ok(Self { controller, is_over, timeout: Some(timeout), caller })
    }

    pub(super) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    pub(super) fn is_over(&self) -> bool {
        self.is_over.get()
    }

    /// From now on only the caller ends the request.
    pub(super) fn lift(&mut self) {
        self.timeout = None;
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        if let Some((signal, listener)) = &self.caller {
            let _ = signal.remove_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
        }
    }
}
