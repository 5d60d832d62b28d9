//! Memory for messages: blocks of one size, linked into chains. Taken once; nothing is allocated afterwards.

/// Bytes of a block. A message of a call has about 600, a call about 8,000.
pub(super) const BLOCK: usize = 1024;

/// No block.
const NONE: u32 = u32::MAX;

/// The blocks.
#[derive(Debug)]
pub(super) struct Arena {
    bytes: Vec<u8>,
    /// The block after each one, in a chain or among the free ones.
    next: Vec<u32>,
    free: u32,
    free_count: u32,
}

/// A growing sequence of bytes.
#[derive(Debug)]
pub(super) struct Chain {
    first: u32,
    last: u32,
    /// Bytes that are used of the last block.
    fill: usize,
    blocks: u32,
}

impl Chain {
    pub(super) const EMPTY: Self = Self { first: NONE, last: NONE, fill: BLOCK, blocks: 0 };

    /// Counts its blocks.
    pub(super) const fn blocks(&self) -> u32 {
        self.blocks
    }

    /// Counts the blocks that so many more bytes will take.
    pub(super) const fn blocks_for(&self, len: usize) -> usize {
        len.saturating_sub(BLOCK - self.fill).div_ceil(BLOCK)
    }
}

impl Arena {
    /// Takes so many bytes, or a little less. The system gives memory when it is written to, so what is never used costs nothing.
    pub(super) fn new(bytes: usize) -> Self {
        let count = u32::try_from(bytes / BLOCK).unwrap_or(NONE - 1).min(NONE - 1);
        let mut next: Vec<u32> = (1..=count).collect();
        if let Some(last) = next.last_mut() {
            *last = NONE;
        }
        let free = if count == 0 { NONE } else { 0 };
        Self { bytes: vec![0; count as usize * BLOCK], next, free, free_count: count }
    }

    /// Counts all blocks.
    pub(super) fn len(&self) -> usize {
        self.next.len()
    }

    /// Counts the free ones.
    pub(super) const fn free(&self) -> usize {
        self.free_count as usize
    }

    /// Appends to a chain; the blocks for it must be free.
    pub(super) fn append(&mut self, chain: &mut Chain, mut data: &[u8]) {
        while !data.is_empty() {
            if chain.fill == BLOCK && !self.grow(chain) {
                return;
            }
            let (now, later) = data.split_at(data.len().min(BLOCK - chain.fill));
            let start = chain.last as usize * BLOCK + chain.fill;
            if let Some(space) = self.bytes.get_mut(start..start + now.len()) {
                space.copy_from_slice(now);
            }
            chain.fill += now.len();
            data = later;
        }
    }

    fn grow(&mut self, chain: &mut Chain) -> bool {
        let block = self.free;
        let Some(next) = self.next.get_mut(block as usize) else { return false };
        self.free = std::mem::replace(next, NONE);
        self.free_count -= 1;
        match self.next.get_mut(chain.last as usize) {
            Some(link) => *link = block,
            None => chain.first = block,
        }
        (chain.last, chain.fill) = (block, 0);
        chain.blocks += 1;
        true
    }

    /// Frees a chain's blocks.
    pub(super) fn release(&mut self, chain: &Chain) {
        if let Some(link) = self.next.get_mut(chain.last as usize) {
            *link = self.free;
            self.free = chain.first;
            self.free_count += chain.blocks;
        }
    }

    /// Copies a chain out.
    pub(super) fn read(&self, chain: &Chain) -> Vec<u8> {
        let mut out = Vec::with_capacity(chain.blocks as usize * BLOCK);
        let mut block = chain.first;
        for _ in 0..chain.blocks {
            let start = block as usize * BLOCK;
            let len = if block == chain.last { chain.fill } else { BLOCK };
            out.extend_from_slice(self.bytes.get(start..start + len).unwrap_or_default());
            block = self.next.get(block as usize).copied().unwrap_or(NONE);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_gives_back_what_was_appended_over_many_blocks() {
        let mut arena = Arena::new(8 * BLOCK);
        let (mut one, mut two) = (Chain::EMPTY, Chain::EMPTY);
        let text: Vec<u8> = (0..=255).cycle().take(1500).collect();
        arena.append(&mut one, &text);
        arena.append(&mut two, b"between");
        arena.append(&mut one, &text);
        assert_eq!(arena.read(&one), [text.clone(), text].concat());
        assert_eq!(arena.read(&two), b"between");
        assert_eq!((one.blocks(), two.blocks(), arena.free()), (3, 1, 4));
    }

    #[test]
    fn freed_blocks_are_used_again() {
        let mut arena = Arena::new(4 * BLOCK);
        for _ in 0..100 {
            let mut chain = Chain::EMPTY;
            assert_eq!(chain.blocks_for(4 * BLOCK), 4);
            arena.append(&mut chain, &[7; 4 * BLOCK]);
            assert_eq!(arena.free(), 0);
            assert_eq!(arena.read(&chain).len(), 4 * BLOCK);
            arena.release(&chain);
        }
        assert_eq!((arena.free(), arena.len()), (4, 4));
    }

    #[test]
    fn an_arena_of_nothing_takes_nothing() {
        let mut arena = Arena::new(0);
        let mut chain = Chain::EMPTY;
        arena.append(&mut chain, b"x");
        assert_eq!((arena.read(&chain).len(), arena.free()), (0, 0));
        arena.release(&chain);
    }
}
