// Natural orbitals of g by cyclic Jacobi rotations, each round of which turns disjoint pairs of orbitals at
// once (the rounds of a tournament; with an odd number of sites one orbital rests). Every invocation works out
// the rotations of its elements itself, so that a round costs one barrier.

/// Enough for float32 up to a dozen sites, and even, so that the result is in the first half of the arrays.
const SWEEPS: u32 = 6u;
override PLAYERS: u32 = SITES + SITES % 2u;

/// g in the basis at hand, and this basis u[a k]; each round reads one half and writes the other.
var<workgroup> turned: array<vec2f, 2u * SQUARE>;
var<workgroup> orbitals: array<vec2f, 2u * SQUARE>;

fn orbital(a: u32, k: u32) -> vec2f {
  return orbitals[a * SITES + k];
}

fn occupation(k: u32) -> f32 {
  return turned[k * SITES + k].x;
}

/// The orbital that k is turned with in a round; SITES or more for none.
fn partner(k: u32, round: u32) -> u32 {
  let others = PLAYERS - 1u;
  let resting = (round * (PLAYERS / 2u)) % others;
  if (k == others) {
    return resting;
  }
  return select((round + others - k) % others, others, k == resting);
}

struct Rotation {
  partner: u32,
  /// New orbital = own (old orbital) + other (old partner).
  own: f32,
  other: vec2f,
}

/// The rotation of orbital k that makes g vanish between k and its partner.
fn rotation(k: u32, round: u32, source: u32) -> Rotation {
  let l = partner(k, round);
  if (l >= SITES) {
    return Rotation(k, 1.0, vec2f(0.0));
  }
  // Both orbitals of a pair use the same element, so that rounding keeps them orthogonal.
  let p = min(k, l);
  let q = max(k, l);
  let coupling = turned[source + p * SITES + q];
  let gap = turned[source + q * SITES + q].x - turned[source + p * SITES + p].x;
  let reach = abs(gap) + sqrt(gap * gap + 4.0 * dot(coupling, coupling));
  if (reach == 0.0) {
    return Rotation(l, 1.0, vec2f(0.0));
  }
  let tangent = select(2.0, -2.0, gap < 0.0) * coupling / reach;
  let own = inverseSqrt(1.0 + dot(tangent, tangent));
  return Rotation(l, own, own * select(tangent, -conjugate(tangent), k == p));
}

fn turn_round(round: u32, source: u32, invocation: u32) {
  let into = SQUARE - source;
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    let i = e / SITES;
    let j = e % SITES;
    let left = rotation(i, round, source);
    let right = rotation(j, round, source);
    let upper = right.own * turned[source + e]
      + multiply(turned[source + i * SITES + right.partner], right.other);
    let lower = right.own * turned[source + left.partner * SITES + j]
      + multiply(turned[source + left.partner * SITES + right.partner], right.other);
    turned[into + e] = left.own * upper + multiply_conjugate(lower, left.other);
    orbitals[into + e] = right.own * orbitals[source + e]
      + multiply(orbitals[source + i * SITES + right.partner], right.other);
  }
}

/// Fills orbitals and occupations. Call in uniform control flow.
fn diagonalise_one_body(invocation: u32) {
  for (var e = invocation; e < SQUARE; e += WORKGROUP) {
    turned[e] = g[e];
    orbitals[e] = vec2f(select(0.0, 1.0, e / SITES == e % SITES), 0.0);
  }
  workgroupBarrier();
  var source = 0u;
  for (var sweep = 0u; sweep < SWEEPS; sweep++) {
    for (var round = 0u; round < PLAYERS - 1u; round++) {
      turn_round(round, source, invocation);
      source = SQUARE - source;
      workgroupBarrier();
    }
  }
}
