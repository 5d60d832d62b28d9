//! The exchange in numbers, for those who watch it by machine.

use std::sync::Arc;

use crate::{acts::Admin, dashboard::LoadRow, error::Error, live::Figures, trunk_states::Health};

/// Everything that is measured, at one moment.
#[derive(Clone, Debug)]
pub struct Measures {
    /// What the exchange counts.
    pub figures: Figures,
    /// The lines that there are.
    pub lines: u32,
    /// How many trunks stand how.
    pub trunks: [(Health, u32); 4],
    /// How the database fares.
    pub storage: store::Condition,
    /// What it costs the host.
    pub load: LoadRow,
}

impl Admin {
    /// Measures the exchange.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn measures(self: &Arc<Self>) -> Result<Measures, Error> {
        let figures = self.live().figures().await?;
        let trunks = self.trunk_rows(None).await?;
        let count = |health| {
            let of = trunks.iter().filter(|trunk| trunk.health == health).count();
            (health, u32::try_from(of).unwrap_or(u32::MAX))
        };
        Ok(Measures {
            figures,
            lines: u32::try_from(self.snapshot().nouns().lines.len()).unwrap_or(u32::MAX),
            trunks: [Health::Up, Health::Unknown, Health::Down, Health::Disabled].map(count),
            storage: self.store().condition(),
            load: self.load(),
        })
    }
}
