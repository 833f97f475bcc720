// Entries of the tables that src/gpu/exact/tables.ts packs into one word each:
// bits 0-14 ket (or source), bits 15-29 bra, bit 31 set for the sign -1.

fn ket_of(entry: u32) -> u32 {
  return entry & 0x7fffu;
}

fn bra_of(entry: u32) -> u32 {
  return (entry >> 15u) & 0x7fffu;
}

fn sign_of(entry: u32) -> f32 {
  return bitcast<f32>(0x3f800000u | (entry & 0x80000000u));
}
