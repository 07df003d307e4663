//! What must be so, whatever happens.

use epay_invoice::order::{Answer, Caller, Notice, NoticeType, Standing};

use crate::bank::Link;
use crate::driver::Work;
use crate::world::{Happening, World};

impl World {
    /// One answer to each caller, and it is true.
    pub fn answered(&mut self, caller: Caller, answer: Answer) {
        let client = self.clients.remove(&caller).expect("one answer to each caller");
        let links = &self.bank.links;
        match answer {
            Answer::Created { record, replayed } => {
                assert!(!client.deactivate);
                assert!(links.iter().any(|link| Some(link.id) == record.id), "there is no such link");
                self.firsts += u32::from(!replayed);
                assert!(self.firsts <= 1, "made once");
            }
            Answer::Conflict { fields } => assert_eq!((client.deactivate, &*fields), (false, &["amount"][..])),
            Answer::Refused { code, .. } => assert_eq!(code, Some(1079)),
            Answer::Deactivated { record } => {
                let is_off = |link: &Link| Some(link.id) == record.id && link.off_ms.is_some();
                assert!(client.deactivate && links.iter().any(is_off));
            }
            Answer::AlreadyPaid { .. } => {
                assert!(client.deactivate && links.iter().any(|link| link.paid_ms.is_some()));
            }
            Answer::NotFound => {
                assert!(client.deactivate && self.bank.own().is_none());
                let is_create = |happening: &Happening| matches!(happening, Happening::Work(Work::Create { .. }));
                assert!(!self.queue.values().any(is_create), "there will be one");
            }
            Answer::Unavailable { retry_after_s, .. } | Answer::OutcomeUnknown { retry_after_s } => {
                self.retry(&client, retry_after_s);
            }
            Answer::Queued => panic!("nobody asked for that"),
        }
    }

    /// What the shop is told is true.
    pub fn check_notice(&self, notice: &Notice) {
        let body: serde_json::Value = serde_json::from_str(&notice.body()).unwrap();
        assert_eq!(body["type"], notice.kind.as_str());
        assert_eq!(body["data"]["invoice_id"], "000001");
        let is_so = |link: &Link| match notice.kind {
            NoticeType::Paid | NoticeType::Mismatch => link.paid_ms.is_some(),
            NoticeType::Deactivated => link.off_ms.is_some(),
            NoticeType::Expired => link.expires_ms() <= self.now,
            NoticeType::Failed => true,
            other => panic!("nobody knows what {other:?} is"),
        };
        assert!(self.bank.links.iter().any(is_so), "{notice:?}");
    }

    /// Two hours after the storm the order knows its link and its payment, with nobody asking.
    pub fn audit(&mut self) {
        assert!(self.clients.is_empty());
        let order = self.order.take().unwrap_or_else(|| self.load());
        let link = self.bank.own();
        assert_ne!(order.standing(), Standing::Unclear);
        let is_paid = matches!(order.standing(), Standing::Paid | Standing::Mismatch);
        let should_be_paid = link.is_some_and(|link| link.paid_ms.is_some());
        if self.has_rivals {
            assert!(order.record().is_some() || link.is_none(), "a link is forgotten");
            // of links that all show another price than was asked for nobody knows which is whose: the shop is told of the payment
            let is_told = order.notices().any(|notice| notice.kind == NoticeType::Mismatch);
            assert!(is_paid || is_told || !should_be_paid, "a payment is not seen");
        } else {
            assert_eq!(order.record().and_then(|record| record.id), link.map(|link| link.id), "a link is forgotten");
            assert_eq!(is_paid, should_be_paid, "a payment is not seen");
        }
        self.order = Some(order);
    }

    /// At rest, a day past the link's end, the order's state is the bank's truth, and the shop was told each thing once.
    pub fn judge(mut self) {
        let order = self.order.take().unwrap_or_else(|| self.load());
        assert_eq!(order.next_alarm(self.now), None);
        let standing = order.standing();
        let count = |kind| self.told.values().filter(|told| **told == kind).count();
        assert_eq!(count(NoticeType::Paid), usize::from(standing == Standing::Paid));
        // of a link made elsewhere too, and before a search that lags shows the price that a paid link had
        assert!(count(NoticeType::Mismatch) <= 1);
        assert!(standing != Standing::Mismatch || count(NoticeType::Mismatch) == 1);
        let (deactivated, expired) = (count(NoticeType::Deactivated), count(NoticeType::Expired));
        match standing {
            Standing::Free => assert_eq!(self.told.len(), 0),
            Standing::Unclear | Standing::Open => panic!("{standing:?} is no end"),
            Standing::Expired => assert_eq!((expired, deactivated), (1, 0)),
            Standing::Deactivated => assert_eq!(deactivated, 1),
            Standing::Paid | Standing::Mismatch => {}
        }
        if self.has_rivals {
            let is_paid = self.bank.own().is_some_and(|link| link.paid_ms.is_some() && link.repriced_ms.is_none());
            assert!(!is_paid || standing == Standing::Paid, "another's payment hides the order's own: {standing:?}");
            return;
        }
        let is_repriced = self.bank.own().is_some_and(|link| link.repriced_ms.is_some());
        assert!(is_repriced || count(NoticeType::Mismatch) == 0);
        let Some(link) = self.bank.own() else {
            return assert_eq!(standing, Standing::Free);
        };
        assert_eq!(order.record().and_then(|record| record.id), Some(link.id));
        // a link that shows another price when it is found paid is a mismatch; it is not known when exactly it was found
        let repriced_first = link.repriced_ms.is_some_and(|moment| link.paid_ms.is_some_and(|paid| moment <= paid));
        match (link.paid_ms, link.off_ms) {
            (Some(_), _) if link.repriced_ms.is_none() => assert_eq!(standing, Standing::Paid),
            (Some(_), _) if repriced_first => assert_eq!(standing, Standing::Mismatch),
            (Some(_), _) => {}
            (None, Some(_)) => assert_eq!(standing, Standing::Deactivated),
            (None, None) => assert_eq!(standing, Standing::Expired),
        }
        if link.paid_ms.is_none() {
            for attempt in self.attempts.iter().filter(|attempt| attempt.as_str().starts_with("attempt")) {
                assert!(self.told.contains_key(&format!("evt_000001_failed_{}", attempt.as_str())), "{attempt:?}");
            }
        }
    }
}
