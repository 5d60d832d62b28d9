//! No exchange at all: for those who only look at what is configured and at what was.

use std::{net::IpAddr, pin::Pin, sync::Arc};

use model::{
    Cdr, Snapshot, TrunkId,
    record::{Stop, StopOf},
};
use tokio_stream::Stream;

use super::{
    Answer, CallRow, Figures, Gone, KeptCall, Live, Noticed, Probed, Scope, Survey, Tested, TrunkSurvey,
    UsageFacts,
};
use crate::bans::BanRow;

/// An exchange that has ended. A configuration is taken from it nevertheless: it would be read at the next start.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Live for Nobody {
    fn configure(&self, _snapshot: Arc<Snapshot>) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn hangup(&self, _call: u64) -> Answer<'_, ()> {
        Box::pin(async { Err(Gone) })
    }

    fn calls(&self) -> Answer<'_, Vec<CallRow>> {
        Box::pin(async { Err(Gone) })
    }

    fn call(&self, _call: u64) -> Answer<'_, Option<(CallRow, Cdr)>> {
        Box::pin(async { Err(Gone) })
    }

    fn kept(&self, _call: u64) -> Answer<'_, Option<KeptCall>> {
        Box::pin(async { Err(Gone) })
    }

    fn survey(&self, _scope: Scope) -> Answer<'_, Survey> {
        Box::pin(async { Err(Gone) })
    }

    fn trunks(&self, _trunks: Vec<TrunkId>) -> Answer<'_, TrunkSurvey> {
        Box::pin(async { Err(Gone) })
    }

    fn figures(&self) -> Answer<'_, Figures> {
        Box::pin(async { Err(Gone) })
    }

    fn probe(&self, _trunk: TrunkId) -> Answer<'_, Probed> {
        Box::pin(async { Err(Gone) })
    }

    fn test_call(&self, _trunk: TrunkId, _number: String, _by: String) -> Answer<'_, Tested> {
        Box::pin(async { Err(Gone) })
    }

    fn register(&self, _trunk: TrunkId) -> Answer<'_, ()> {
        Box::pin(async { Err(Gone) })
    }

    fn bans(&self) -> Answer<'_, Vec<BanRow>> {
        Box::pin(async { Err(Gone) })
    }

    fn lift(&self, _source: IpAddr, _account: Option<String>) -> Answer<'_, ()> {
        Box::pin(async { Err(Gone) })
    }

    fn stops(&self) -> Answer<'_, Vec<Stop>> {
        Box::pin(async { Err(Gone) })
    }

    fn lift_stop(&self, _of: StopOf) -> Answer<'_, ()> {
        Box::pin(async { Err(Gone) })
    }

    fn usage(&self) -> Answer<'_, UsageFacts> {
        Box::pin(async { Err(Gone) })
    }

    fn forget_sound(&self, _name: String) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn events(&self) -> Pin<Box<dyn Stream<Item = Noticed> + Send>> {
        Box::pin(tokio_stream::empty())
    }
}
