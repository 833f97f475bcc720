// Eigenvalues and eigenvectors of the pair blocks of Dab and Q, all four at once, by cyclic Jacobi rotations
// (Golub and Van Loan, section 8.5): the rounds of a round-robin tournament, in each of which every row
// takes part in one rotation at most, so that a round is two steps for the whole workgroup.
//
// Matrix 0 is the block of Dab over pairs symmetric in i1 <-> i2, 1 that of Q, 2 and 3 are the antisymmetric
// blocks. Orders are made even by a row of zeros. A point begins with three areas of CELLS complex numbers in
// `workspace`: the matrices, their eigenvectors (as columns) and memory for products, each row-major, one matrix
// after the other.
//
// Roundings add up over the rotations, to about 2^-24 times the root of their number, in the eigenvalues and in the
// orthogonality of the eigenvectors, so a warm start is for a limited number of calls.

override SITES: u32;
override SQUARE: u32 = SITES * SITES;
override SYMMETRIC: u32 = (SITES * (SITES + 1u) / 2u + 1u) / 2u * 2u;
override ANTISYMMETRIC: u32 = (SITES * (SITES - 1u) / 2u + 1u) / 2u * 2u;
override CELLS: u32 = 2u * (SYMMETRIC * SYMMETRIC + ANTISYMMETRIC * ANTISYMMETRIC);
// Rows of all matrices.
override ROWS: u32 = 2u * (SYMMETRIC + ANTISYMMETRIC);

const MATRICES = 4u;
// More than enough: convergence is quadratic, and random matrices of order 36 take 7.
const MOST_SWEEPS = 16u;
// Square of the off-diagonal norm that counts as none. Eigenvalues are of order 1.
const NEGLIGIBLE = 1e-14;

// Of every pair of rows: 1 - cosine, sine times the phase of the element between them, and how much the
// diagonal elements part.
var<workgroup> rotations: array<vec4f, ROWS / 2u>;

/// Where the areas of this point begin.
var<private> area: u32;

fn order_of(matrix: u32) -> u32 {
  return select(SYMMETRIC, ANTISYMMETRIC, matrix >= 2u);
}

/// Rows of the matrices before this one.
fn rows_before(matrix: u32) -> u32 {
  return min(matrix, 2u) * SYMMETRIC + (max(matrix, 2u) - 2u) * ANTISYMMETRIC;
}

/// Where a matrix begins in `workspace`.
fn matrix_start(matrix: u32) -> u32 {
  let squares = vec2u(SYMMETRIC * SYMMETRIC, ANTISYMMETRIC * ANTISYMMETRIC);
  return area + min(matrix, 2u) * squares.x + (max(matrix, 2u) - 2u) * squares.y;
}

/// The two rows of rotation k < n / 2 in a round < n - 1.
fn opponents(n: u32, round: u32, k: u32) -> vec2u {
  if (k == 0u) {
    return vec2u(n - 1u, round);
  }
  return vec2u((round + k) % (n - 1u), (round + n - 1u - k) % (n - 1u));
}

/// The rotation that makes an element b between diagonal elements a and d vanish. As 1 - cosine belongs to the
/// rounded sine, and is what changes a row, rotations by small angles are unitary far beyond float32.
fn rotation_of(a: f32, d: f32, b: vec2f) -> vec4f {
  let square = dot(b, b);
  if (square < 1e-32) {
    return vec4f(0.0);
  }
  let size = sqrt(square);
  let slope = (d - a) / (2.0 * size);
  let tangent = select(-1.0, 1.0, slope >= 0.0) / (abs(slope) + sqrt(1.0 + slope * slope));
  let sine = tangent / sqrt(1.0 + tangent * tangent) * b / size;
  let sine_square = dot(sine, sine);
  return vec4f(sine_square / (1.0 + sqrt(1.0 - sine_square)), sine, tangent * size);
}

/// (x_p, x_q) times the rotation, from the right.
fn rotated(x: vec4f, rotation: vec4f) -> vec4f {
  let p = rotation.x * x.xy + multiply_conjugate(x.zw, rotation.yz);
  let q = rotation.x * x.zw - multiply(x.xy, rotation.yz);
  return x - vec4f(p, q);
}

/// Row r of the eigenvectors at `start`, or of the matrix, in the columns of a rotation.
fn pair_at(start: u32, n: u32, r: u32, columns: vec2u) -> vec4f {
  return vec4f(workspace[start + r * n + columns.x], workspace[start + r * n + columns.y]);
}

fn set_element(start: u32, n: u32, r: u32, c: u32, value: vec2f) {
  workspace[start + c * n + r] = conjugate(value);
  workspace[start + r * n + c] = value;
}

/// The elements between the rows of rotations k < l.
fn rotate_block(start: u32, n: u32, rows: vec2u, left: vec4f, columns: vec2u, right: vec4f) {
  let upper = rotated(pair_at(start, n, rows.x, columns), right);
  let lower = rotated(pair_at(start, n, rows.y, columns), right);
  // From the left it is the adjoint: x_p and x_q of each column, with the opposite phase.
  let adjoint = vec4f(left.x, left.y, -left.z, left.w);
  let first = rotated(vec4f(upper.xy, lower.xy), adjoint);
  let second = rotated(vec4f(upper.zw, lower.zw), adjoint);
  set_element(start, n, rows.x, columns.x, first.xy);
  set_element(start, n, rows.x, columns.y, second.xy);
  set_element(start, n, rows.y, columns.x, first.zw);
  set_element(start, n, rows.y, columns.y, second.zw);
}

/// One round of a matrix: all blocks between two rotations, then the eigenvectors.
fn rotate_matrix(matrix: u32, round: u32, invocation: u32) {
  let n = order_of(matrix);
  let start = matrix_start(matrix);
  let first = rows_before(matrix) / 2u;
  for (var e = invocation; e < triangle_size(n / 2u); e += WORKGROUP) {
    let kl = triangle_element(e, n / 2u);
    let rows = opponents(n, round, kl.x);
    let left = rotations[first + kl.x];
    if (kl.x != kl.y) {
      rotate_block(start, n, rows, left, opponents(n, round, kl.y), rotations[first + kl.y]);
    } else {
      workspace[start + rows.x * (n + 1u)].x -= left.w;
      workspace[start + rows.y * (n + 1u)].x += left.w;
      if (any(left != vec4f(0.0))) {
        set_element(start, n, rows.x, rows.y, vec2f(0.0));
      }
    }
  }
  for (var e = invocation; e < n * (n / 2u); e += WORKGROUP) {
    let r = e / (n / 2u);
    let k = e % (n / 2u);
    let columns = opponents(n, round, k);
    let value = rotated(pair_at(start + CELLS, n, r, columns), rotations[first + k]);
    workspace[start + CELLS + r * n + columns.x] = value.xy;
    workspace[start + CELLS + r * n + columns.y] = value.zw;
  }
}

/// One rotation for every pair of rows of every matrix. Call in uniform control flow.
fn sweep(invocation: u32) {
  for (var round = 0u; round + 1u < SYMMETRIC; round++) {
    for (var e = invocation; e < ROWS / 2u; e += WORKGROUP) {
      let matrix = matrix_of(2u * e);
      let n = order_of(matrix);
      if (round + 1u < n) {
        let start = matrix_start(matrix);
        let rows = opponents(n, round, e - rows_before(matrix) / 2u);
        let a = workspace[start + rows.x * (n + 1u)].x;
        let d = workspace[start + rows.y * (n + 1u)].x;
        rotations[e] = rotation_of(a, d, workspace[start + rows.x * n + rows.y]);
      }
    }
    workgroupBarrier();
    for (var matrix = 0u; matrix < MATRICES; matrix++) {
      if (round + 1u < order_of(matrix)) {
        rotate_matrix(matrix, round, invocation);
      }
    }
    storageBarrier();
  }
}

/// The matrix of one of the ROWS rows.
fn matrix_of(row: u32) -> u32 {
  if (row < 2u * SYMMETRIC) {
    return row / SYMMETRIC;
  }
  return 2u + (row - 2u * SYMMETRIC) / max(ANTISYMMETRIC, 1u);
}

/// Whether every matrix is diagonal up to rounding; uniform.
fn is_diagonal(invocation: u32) -> bool {
  var off = vec4f(0.0);
  for (var matrix = 0u; matrix < MATRICES; matrix++) {
    let n = order_of(matrix);
    for (var e = invocation; e < n * n; e += WORKGROUP) {
      let value = workspace[matrix_start(matrix) + e];
      off[matrix] += select(dot(value, value), 0.0, e % (n + 1u) == 0u);
    }
  }
  return all(uniform_sum(off, invocation) <= vec4f(NEGLIGIBLE));
}

/// Makes all matrices diagonal and rotates the eigenvectors along; the number of sweeps.
fn diagonalise(invocation: u32) -> u32 {
  for (var done = 0u; done < MOST_SWEEPS; done++) {
    if (is_diagonal(invocation)) {
      return done;
    }
    sweep(invocation);
  }
  return MOST_SWEEPS;
}

/// Eigenvectors to begin with: the unit vectors.
fn start_cold(invocation: u32) {
  for (var matrix = 0u; matrix < MATRICES; matrix++) {
    let n = order_of(matrix);
    for (var e = invocation; e < n * n; e += WORKGROUP) {
      workspace[matrix_start(matrix) + CELLS + e] = vec2f(select(0.0, 1.0, e % (n + 1u) == 0u), 0.0);
    }
  }
  storageBarrier();
}

/// Turns new matrices into the basis of the eigenvectors at hand: A <- V^+ A V.
fn start_warm(invocation: u32) {
  for (var matrix = 0u; matrix < MATRICES; matrix++) {
    let n = order_of(matrix);
    let start = matrix_start(matrix);
    for (var e = invocation; e < n * n; e += WORKGROUP) {
      var sum = vec2f(0.0);
      for (var k = 0u; k < n; k++) {
        sum += multiply(workspace[start + e / n * n + k], workspace[start + CELLS + k * n + e % n]);
      }
      workspace[start + 2u * CELLS + e] = sum;
    }
  }
  storageBarrier();
  for (var matrix = 0u; matrix < MATRICES; matrix++) {
    let n = order_of(matrix);
    let start = matrix_start(matrix);
    for (var e = invocation; e < triangle_size(n); e += WORKGROUP) {
      let ij = triangle_element(e, n);
      var sum = vec2f(0.0);
      for (var k = 0u; k < n; k++) {
        let product = workspace[start + 2u * CELLS + k * n + ij.y];
        sum += multiply_conjugate(product, workspace[start + CELLS + k * n + ij.x]);
      }
      set_element(start, n, ij.x, ij.y, select(sum, vec2f(sum.x, 0.0), ij.x == ij.y));
    }
  }
  storageBarrier();
}
