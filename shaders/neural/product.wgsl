// One 16 x 16 tile of a matrix product, C[i][j] = sum_k left(i, k) right(j, k). The kernel says what the factors
// are and what becomes of an element:
//
//   fn left(row: u32, k: u32) -> vec4f            terms k ... k + 3 of that row, zero from `terms` on;
//   fn right(column: u32, k: u32) -> vec4f        rows and columns outside of C may give anything
//   fn finish(row: u32, column: u32, sum: f32)    called once for every element of the tile, also outside of C
//
// Workgroups: WORKGROUP = 64 SLICES. Each slice of 64 invocations takes every SLICES-th chunk of 16 terms and
// has the whole tile in registers, 2 x 2 elements for each invocation; at the end the slices are added. So one
// workgroup has SLICES chunks of both factors on their way from memory at a time, which is what the short and
// wide products of a batch of windows need. Bytes of workgroup memory: 32 WORKGROUP.

override WORKGROUP: u32;
override SLICES: u32 = WORKGROUP / 64u;

const TILE = 16u;
const LANES = 64u;
const CHUNK = 16u;

// [slice][quarter of the chunk][row or column of the tile], four terms each.
var<workgroup> left_chunk: array<vec4f, WORKGROUP>;
var<workgroup> right_chunk: array<vec4f, WORKGROUP>;

/// Four terms of which those from `terms` on count as zero.
fn terms_below(terms: u32, k: u32, value: vec4f) -> vec4f {
  return select(vec4f(0.0), value, vec4u(k, k + 1u, k + 2u, k + 3u) < vec4u(terms));
}

/// The tile whose first element is (tile.y, tile.x) in tiles; call in uniform control flow.
fn multiply_tile(tile: vec2u, terms: u32, invocation: u32) {
  let row = TILE * tile.y;
  let column = TILE * tile.x;
  let slice = invocation / LANES;
  let lane = invocation % LANES;
  // Rows `mine.x` and `mine.x + 8` and columns `mine.y` and `mine.y + 8` of the tile.
  let mine = vec2u(lane / 8u, lane % 8u);
  var k = CHUNK * slice + 4u * (lane / TILE);
  var next_left = left(row + lane % TILE, k);
  var next_right = right(column + lane % TILE, k);
  var sums = vec4f(0.0);
  for (var first = 0u; first < terms; first += CHUNK * SLICES) {
    left_chunk[invocation] = next_left;
    right_chunk[invocation] = next_right;
    workgroupBarrier();
    // On their way while this chunk is multiplied; zero after the last one.
    k += CHUNK * SLICES;
    next_left = left(row + lane % TILE, k);
    next_right = right(column + lane % TILE, k);
    for (var quarter = 0u; quarter < 4u; quarter++) {
      let at = LANES * slice + TILE * quarter;
      let a = left_chunk[at + mine.x];
      let b = left_chunk[at + mine.x + 8u];
      let c = right_chunk[at + mine.y];
      let d = right_chunk[at + mine.y + 8u];
      sums += vec4f(dot(a, c), dot(a, d), dot(b, c), dot(b, d));
    }
    workgroupBarrier();
  }
  left_chunk[invocation] = sums;
  workgroupBarrier();
  for (var element = slice; element < 4u; element += SLICES) {
    var sum = 0.0;
    for (var part = lane; part < WORKGROUP; part += LANES) {
      sum += left_chunk[part][element];
    }
    finish(row + mine.x + 8u * (element / 2u), column + mine.y + 8u * (element % 2u), sum);
  }
}
