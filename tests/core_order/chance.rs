//! Chance that can be repeated: SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").

use epay_invoice::field::LinkId;

pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `most`, both included.
    pub fn up_to(&mut self, most: i64) -> i64 {
        (self.next() % (most as u64 + 1)) as i64
    }

    /// As [`Chance::up_to`], but often the most itself: that is where a bound is seen to hold.
    pub fn nearly(&mut self, most: i64) -> i64 {
        if self.percent(30) { most } else { self.up_to(most) }
    }

    pub fn link_id(&mut self) -> LinkId {
        format!("04f25a4b-d2bd-4dd8-b3a7-{:012x}", self.up_to(0xffff_ffff_ffff)).parse().unwrap()
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: i64) -> bool {
        self.up_to(99) < chance
    }
}
